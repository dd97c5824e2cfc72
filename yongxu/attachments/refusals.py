"""Why a file is not taken, in words that tell the person what to do instead."""

from yongxu.quantities.wording import Bilingual


class UploadRefused(Exception):
    """A file that is not taken; ``message`` says why to the person."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


ACCEPTED = Bilingual(
    zh="PDF、ODT、ODS、ODP、DOCX、XLSX、PPTX、PNG、JPEG、CSV、TXT、ZIP",
    en="PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, PNG, JPEG, CSV, TXT and ZIP",
)
EMPTY = Bilingual(zh="檔案是空的，請重新匯出或下載後再上傳。", en="The file is empty; export or download it again.")
UNKNOWN = Bilingual(zh=f"無法辨識這種檔案；可上傳 {ACCEPTED.zh}。", en=f"This kind of file is not known; {ACCEPTED.en} are accepted.")
PROGRAM = Bilingual(zh="這是程式或指令檔，不能作為佐證資料。", en="This is a program or a script, which cannot be evidence.")
WEB_PAGE = Bilingual(
    zh="這是網頁、SVG 或含有指令碼的檔案，開啟時可能執行程式；請列印成 PDF 或轉成 PNG 後再上傳。",
    en="This is a web page, an SVG or contains scripts, and could run something when opened; print it as PDF or convert it to PNG.",
)
OTHER_PICTURE = Bilingual(zh="這種圖片格式請先轉成 PNG 或 JPEG。", en="Convert this kind of picture to PNG or JPEG first.")
OTHER_ARCHIVE = Bilingual(zh="這種壓縮檔請改用 ZIP，或直接上傳其中的文件。", en="Use ZIP for archives, or upload the documents inside.")
OLD_OFFICE = Bilingual(
    zh="這是舊版 Office 檔或設有密碼的文件，可能含有巨集；請移除密碼並另存為 ODF、DOCX、XLSX、PPTX 或 PDF。",
    en="This is an Office file of the old kind or one with a password and may hold macros; "
    "save it without password as ODF, DOCX, XLSX, PPTX or PDF.",
)
RICH_TEXT = Bilingual(zh="這是 RTF 檔，請另存為 ODT、DOCX 或 PDF。", en="This is an RTF file; save it as ODT, DOCX or PDF.")
MACROS = Bilingual(
    zh="文件含有巨集或控制項，請另存為不含巨集的檔案 (如 DOCX、XLSX、ODT、ODS) 後再上傳。",
    en="The document holds macros or controls; save it as a file without macros (DOCX, XLSX, ODT, ODS).",
)
EMBEDDED_OBJECT = Bilingual(
    zh="文件內嵌了其他程式的物件或可執行的檔案；請移除該物件，或改存 PDF。",
    en="Another program's object or something that can be run is embedded in the document; remove it, or save the document as PDF.",
)
REMOTE_PART = Bilingual(
    zh="文件開啟時會自網路載入範本或物件；請移除該連結後再上傳。",
    en="The document loads a template or an object from the network when opened; remove that link.",
)
DANGEROUS_PATH = Bilingual(
    zh="壓縮檔內的檔名指向其他資料夾、重複或是連結；請重新壓縮後再上傳。",
    en="Names in the archive lead to other folders, occur twice or are links; make the archive anew.",
)
NESTED = Bilingual(
    zh="壓縮檔內還有壓縮檔；請先解開內層後再上傳。", en="There is an archive inside the archive; unpack the inner one first."
)
TOO_MANY_INSIDE = Bilingual(zh="壓縮檔內的檔案太多；請分次上傳，或合併成一份文件。", en="Too many files are in the archive; split it.")
PDF_ACTIVE = Bilingual(
    zh="PDF 含有 JavaScript、啟動程式的動作、表單程式或多媒體；請以「列印成 PDF」另存後再上傳。",
    en="The PDF holds JavaScript, an action that starts something, a form program or media; print it to a new PDF.",
)
PDF_FILES = Bilingual(
    zh="PDF 內附有其他檔案；請將附檔取出分別上傳，並以「列印成 PDF」另存主文件。",
    en="Other files are embedded in the PDF; upload them one by one, and print the main document to a new PDF.",
)
PDF_ENCRYPTED = Bilingual(
    zh="PDF 設有密碼或使用限制，無法檢查內容；請移除保護後再上傳。",
    en="The PDF has a password or restrictions and cannot be examined; remove the protection.",
)
PDF_UNUSUAL = Bilingual(
    zh="PDF 的內部結構不尋常，無法確認是否安全；請以「列印成 PDF」另存後再上傳。",
    en="The PDF is built in an unusual way, so that its safety cannot be told; print it to a new PDF.",
)
DAMAGED = Bilingual(zh="檔案不完整或已損壞，請重新匯出或下載後再上傳。", en="The file is damaged or cut off; export or download it again.")
TWO_KINDS = Bilingual(
    zh="檔案裡還藏有另一種檔案，無法確認是否安全；請重新匯出後再上傳。",
    en="The file hides a file of another kind, so that its safety cannot be told; export it again.",
)
TOO_MANY_PIXELS = Bilingual(zh="圖片的像素太多，請縮小後再上傳。", en="The picture has too many pixels; make it smaller.")
NOT_TEXT = Bilingual(
    zh="文字檔含有控制字元或無法辨識編碼；請另存為 UTF-8 或 Big5 後再上傳。",
    en="The text holds control characters or an unknown encoding; save it as UTF-8 or Big5.",
)
INFECTED = Bilingual(
    zh="掃毒程式在檔案中發現惡意程式，未予收存。", en="The virus scanner found something harmful in the file; it was not kept."
)
NO_SCANNER = Bilingual(
    zh="掃毒程式目前沒有回應，暫時不能上傳；請稍後再試，或通知系統管理者。",
    en="The virus scanner does not answer, so nothing can be uploaded now; try later or tell whoever runs the system.",
)
TWICE = Bilingual(zh="同一個檔案已經上傳過了。", en="The same file is here already.")
CUT_OFF = Bilingual(zh="上傳中斷，檔案不完整，請再試一次。", en="The upload was cut off; try again.")


def too_large(limit: int) -> Bilingual:
    """A file beyond the limit in bytes."""
    return Bilingual(
        zh=f"檔案超過 {limit // 2**20} MB；請壓縮圖片或分成數個檔案。",
        en=f"The file has more than {limit // 2**20} MB; make pictures smaller or split it.",
    )


def too_much(limit: int) -> Bilingual:
    """A subject whose files together would pass the limit in bytes."""
    return Bilingual(
        zh=f"這個項目的檔案合計會超過 {limit // 2**20} MB；請先撤回不需要的檔案。",
        en=f"Together the files would have more than {limit // 2**20} MB; withdraw what is not needed.",
    )


def too_many(limit: int) -> Bilingual:
    """A subject that has as many files as it may."""
    return Bilingual(
        zh=f"這個項目最多 {limit} 個檔案；請先撤回不需要的檔案。", en=f"At most {limit} files can be attached; withdraw what is not needed."
    )


def another_kind(suffix: str, kind: Bilingual) -> Bilingual:
    """A name that says another kind than the content."""
    return Bilingual(
        zh=f"副檔名「{suffix or '（無）'}」與內容不符：內容是 {kind.zh}。請確認是否選錯檔案，或改正副檔名。",
        en=f"The extension {suffix or '(none)'} does not fit the content, which is {kind.en}; check the file, or correct its name.",
    )


def inside(name: str, reason: Bilingual) -> Bilingual:
    """What is wrong with one file of an archive."""
    return Bilingual(zh=f"壓縮檔內的「{name}」：{reason.zh}", en=f"In the archive, {name}: {reason.en}")
