"""A sentence in both languages of the interface, for messages that must also work without Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message: Traditional Chinese as officers say it, and English beside it."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The sentence for a language code such as ``zh-hant``, ``zh_TW.UTF-8`` or ``en``; Chinese unless English is asked for."""
        return self.en if language.lower().startswith("en") else self.zh
