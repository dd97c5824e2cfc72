"""Why something with an account cannot be done, in words for people."""

from yongxu.quantities.wording import Bilingual


class AccountRefusal(Exception):
    """A change that is refused; ``message`` says why to the person."""

    message = Bilingual(zh="無法完成這個動作。", en="This cannot be done.")

    def __init__(self, message: Bilingual | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message.en)


class NotAllowed(AccountRefusal):
    message = Bilingual(zh="您沒有權限執行這個動作。", en="You may not do this.")


class AlreadyHeld(AccountRefusal):
    message = Bilingual(zh="這個人在這段期間已經擔任這項職務。", en="This person already holds the role in that time.")


class OwnRole(AccountRefusal):
    message = Bilingual(zh="不能核予自己職務，請由其他有權限的人辦理。", en="Nobody gives himself a role; ask somebody else who may.")


class AuditorStandsAlone(AccountRefusal):
    message = Bilingual(
        zh="稽核人員只能查看，不能同時擔任其他職務。", en="An auditor only looks: the role cannot be held together with another one."
    )


class LastSecretariat(AccountRefusal):
    message = Bilingual(
        zh="這是最後一位秘書處人員；請先核予另一人秘書處職務。",
        en="This is the last person of the secretariat; give the role to another first.",
    )


class DatesOutOfOrder(AccountRefusal):
    message = Bilingual(zh="結束日期不能早於開始日期。", en="The end cannot be before the start.")


class TooLong(AccountRefusal):
    message = Bilingual(zh="代理期間最長一年。", en="A deputy is named for a year at most.")


class AlreadyEnded(AccountRefusal):
    message = Bilingual(zh="這項職務已經結束。", en="This role has ended already.")


class AccountClosed(AccountRefusal):
    message = Bilingual(zh="這個帳號已停用。", en="This account is closed.")


class NotAColleague(AccountRefusal):
    message = Bilingual(zh="代理人必須是同機關（或同組織）的其他人員。", en="A deputy is another person of the same organisation or body.")


class DeputyAlready(AccountRefusal):
    message = Bilingual(zh="這段期間已經設定同一位代理人。", en="This deputy is already named for that time.")


class NothingToHandOver(AccountRefusal):
    message = Bilingual(zh="這個人目前沒有您可以移交的職務。", en="This person holds no role that you could hand over.")


class InvitationClosed(AccountRefusal):
    message = Bilingual(
        zh="這個邀請連結已失效：可能已使用、已撤回或超過七天。請向邀請您的人索取新連結。",
        en="This invitation is no longer good: it was used, withdrawn or is older than seven days. Ask whoever invited you for a new one.",
    )


class InvitedAnother(AccountRefusal):
    message = Bilingual(
        zh="這個邀請寄給另一個電子郵件地址；請以收到邀請的帳號登入。",
        en="The invitation went to another address; sign in with the account it was sent to.",
    )


class SentTooOften(AccountRefusal):
    message = Bilingual(
        zh="這個邀請已重寄多次，請撤回後重新邀請。", en="This invitation was sent many times; withdraw it and invite again."
    )
