"""Signs beside words: drawn in the colour of the text, hidden from screen readers, since the word says the same."""

from django.utils.safestring import SafeString, mark_safe

SHAPES = {
    "met": '<circle cx="8" cy="8" r="7.25" fill="currentColor"/><path d="M4.4 8.3l2.5 2.5 4.7-5.2" stroke="#fff"/>',
    "missed": '<path d="M8 .9 15.6 15H.4z" fill="currentColor" stroke="none"/><path d="M8 5.6v4.6M8 12.5v.2" stroke="#fff"/>',
    "not_due": '<circle cx="8" cy="8" r="6.75"/><path d="M8 4.2V8l2.6 1.7"/>',
    "not_applicable": '<circle cx="8" cy="8" r="6.75" stroke-dasharray="2.6 1.8"/><path d="M5 8h6"/>',
    "needs_judgement": (
        '<rect x="1.1" y="1.1" width="13.8" height="13.8" rx="2.5"/><path d="M6 6.3a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M8 11.6v.2"/>'
    ),
    "search": '<circle cx="7" cy="7" r="4.75"/><path d="M10.6 10.6 14.4 14.4"/>',
    "download": '<path d="M8 1.5v8.7M4.5 7 8 10.5 11.5 7M1.8 14.2h12.4"/>',
    "up": '<path d="M8 13V3M4 7l4-4 4 4"/>',
    "down": '<path d="M8 3v10M4 9l4 4 4-4"/>',
    "corrected": '<path d="m2.2 13.8.7-3.3 7.7-7.7a1.5 1.5 0 0 1 2.1 0l.5.5a1.5 1.5 0 0 1 0 2.1l-7.7 7.7zM9 4.4 11.6 7M9.6 14.2h4.6"/>',
    "star": '<path d="m8 1.4 2 4.5 4.8.5-3.6 3.2 1 4.8L8 12l-4.2 2.4 1-4.8L1.2 6.4 6 5.9z" fill="currentColor"/>',
}


def draw_icon(name: str) -> SafeString:
    """The icon as inline SVG."""
    size = '<svg class="icon" width="16" height="16" viewBox="0 0 16 16"'
    frame = f'{size} aria-hidden="true" focusable="false" fill="none" stroke="currentColor"'
    return mark_safe(f'{frame} stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{SHAPES[name]}</svg>')  # noqa: S308
