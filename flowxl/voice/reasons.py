"""Why the system would not do something with a file, in Chinese and English."""

import errno
from dataclasses import dataclass

from flowxl.voice.text import Language, Sayable, Text

REASONS: dict[int, Text] = {
    errno.EPERM: Text("系统不允许此操作", "Operation not permitted"),
    errno.ENOENT: Text("没有这个文件或文件夹", "No such file or directory"),
    errno.EIO: Text("读写设备出错", "Input/output error"),
    errno.EACCES: Text("没有权限", "Permission denied"),
    errno.EBUSY: Text("设备或文件正被占用", "Device or resource busy"),
    errno.EEXIST: Text("文件已存在", "File exists"),
    errno.EXDEV: Text("不能跨磁盘移动", "Invalid cross-device link"),
    errno.ENOTDIR: Text("不是文件夹", "Not a directory"),
    errno.EISDIR: Text("是文件夹，不是文件", "Is a directory"),
    errno.EINVAL: Text("名称或参数无效", "Invalid argument"),
    errno.EMFILE: Text("打开的文件过多", "Too many open files"),
    errno.EFBIG: Text("文件过大", "File too large"),
    errno.ENOSPC: Text("磁盘已满", "No space left on device"),
    errno.EROFS: Text("磁盘为只读", "Read-only file system"),
    errno.ENAMETOOLONG: Text("文件名过长", "File name too long"),
    errno.ENOTEMPTY: Text("文件夹不是空的", "Directory not empty"),
    errno.ELOOP: Text("链接层数过多", "Too many levels of symbolic links"),
    errno.ENOMEM: Text("内存不足", "Cannot allocate memory"),
}
UNKNOWN = Text("系统错误 {number}", "")


@dataclass(frozen=True)
class Reason:
    """Why a call of the system failed; the system's own sentence comes in a language that nobody chose."""

    error: OSError

    def of(self, language: Language) -> str:
        """Return the reason in one language.

        >>> Reason(FileNotFoundError(2, "No such file or directory")).of("zh")
        '没有这个文件或文件夹'
        >>> Reason(OSError("odd")).of("zh"), Reason(OSError(9999, "Odd")).of("zh")
        ('odd', '系统错误 9999')
        """
        if isinstance(self.error, Sayable):
            return self.error.of(language)
        number = self.error.errno
        if number in REASONS:
            return REASONS[number].of(language)
        if language == "zh" and number is not None:
            return UNKNOWN.say(language, number=number)
        return self.error.strerror or str(self.error)
