"""The signed-in home: what waits for a person from all subjects 我的工作. It reads and links, it does not decide."""
