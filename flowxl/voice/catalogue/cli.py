"""What the command line says of what was typed, of options at odds, and of files that it cannot write."""

from flowxl.voice.catalogue.entry import Entry
from flowxl.voice.text import Text

FAULTS: dict[str, Entry] = {
    "study.answers": Entry(
        Text("研究“{study}”（{code}），已有 {answers} 份答卷", "the study {study} ({code}) with {answers} answer(s)"),
        Text("没有研究", "no study"),
        Text("请用 `flowxl delphi next` 开始下一轮", "Use flowxl delphi next"),
    ),
    "study.no_answers": Entry(
        Text("研究“{study}”（{code}），尚无答卷", "the study {study} ({code}) with 0 answer(s)"),
        Text("没有研究", "no study"),
        Text("可用 --force 替换", "Use --force to replace it"),
    ),
}
MESSAGES: dict[str, Text] = {
    # What was typed.
    "cli.no_book": Text("{text!r} 不以 .xlsx 或 .xlsm 结尾", "{text!r} does not end in .xlsx or .xlsm"),
    "cli.no_preview": Text("{text!r} 不以 .xlsx 结尾", "{text!r} does not end in .xlsx"),
    "cli.no_addin": Text("{text!r} 不以 .xlam 或 .oxt 结尾", "{text!r} does not end in .xlam or .oxt"),
    "cli.no_split": Text(
        "{text!r} 既不是 pillar 或 city，也不是以 .csv 结尾的文件",
        "{text!r} is neither pillar nor city, nor a file that ends in .csv",
    ),
    "cli.no_pair": Text("{text!r} 不是“原词=含义”的形式", "{text!r} is not of the form FOUND=MEANT"),
    "cli.report_is_book": Text(
        "{text!r} 是工作簿；请将工作簿写在各选项之前", "{text!r} is a workbook; put the workbook before the options"
    ),
    "cli.no_years": Text("{text!r} 不是 2012-2021 这样的年份", "{text!r} is not like 2012-2021"),
    "cli.years_order": Text(
        "{text!r}：应先写首年，再写末年，至多 {most} 年",
        "{text!r}: expected a first year, then a last one, {most} years at most",
    ),
    "cli.no_year": Text("{text!r} 不是 2021 这样的一个年份", "{text!r} is not one year, such as 2021"),
    "cli.no_names": Text("应为代码或名称，以逗号分隔", "expected codes or names with commas between them"),
    "cli.no_date": Text("{text!r} 不是 2022-12-31 这样的日期", "{text!r} is not a date like 2022-12-31"),
    "cli.no_count": Text("{text!r} 不是整数", "{text!r} is not a whole number"),
    # What went wrong.
    "cli.internal": Text(
        "FlowXL 内部错误（{found}）；请告知我们，并附上设置 FLOWXL_DEBUG=1 后显示的内容",
        "internal error ({found}); please report it, with what FLOWXL_DEBUG=1 shows",
    ),
    "cli.stopped": Text("已停止；没有留下写到一半的文件", "stopped; nothing was left half-written"),
    "cli.file": Text("{file}：{reason}", "{file}: {reason}"),
    "cli.system": Text("{reason}", "{reason}"),
    # Files that cannot be written.
    "cli.unwritable": Text("{path} 无法写入：{reason}", "{path} cannot be written: {reason}"),
    "cli.unwritable.open": Text(
        "{path} 无法写入：{reason}；是否正在其他程序中打开？",
        "{path} cannot be written: {reason}; is it open in another program?",
    ),
    "cli.unwritable.folder": Text(
        "{path} 无法写入：没有文件夹 {folder}", "{path} cannot be written: there is no folder {folder}"
    ),
    "cli.link_to_book": Text(
        "{path} 是指向工作簿 {book} 的链接，结果文件从不替换工作簿",
        "{path} is a link to the workbook {book}, which results never replace",
    ),
    "cli.same_target": Text(
        "两项结果不能写入同一个 {target}；请各用一个文件",
        "two results cannot both go to {target}; give each its own file",
    ),
    "cli.stdout": Text("标准输出", "stdout"),
    # Options that do not go together, or with what is there.
    "cli.not_a_file": Text("{path} 不是文件", "{path} is not a file"),
    "cli.build.exists": Text(
        "{path} 已存在，内容与将写入的不同；未作改动。请另选 --output，或用 --force 替换（保留备份）。",
        "{path} exists and holds something other than what would be written; it was left as it is. "
        "Choose another --output, or replace it with --force (a backup is kept).",
    ),
    "cli.check.ending": Text(
        "{out}：{book} 的副本须以 {ending} 结尾", "{out}: the copy of {book} must end in {ending}"
    ),
    "cli.check.exists": Text(
        "{out} 已存在，从不替换；修正后的副本请另取名称",
        "{out} exists and is never replaced; the repaired copy needs another name",
    ),
    "cli.merge.no_folder": Text(
        "没有文件夹 {folder}，或其中没有工作簿", "there is no folder {folder} with workbooks in it"
    ),
    "cli.doctor.both": Text(
        "本机的工作簿与另一台计算机的 --environment 只能给出其一",
        "give a workbook of this computer, or --environment of another, not both",
    ),
    "cli.addin.ending": Text("{path!r} 不以 {ending} 结尾", "{path!r} does not end in {ending}"),
    "cli.addin.outside": Text(
        "--outside 只能与 `addin libreoffice --install` 同用", "--outside goes with `addin libreoffice --install` only"
    ),
    "cli.addin.exists": Text(
        "{path} 已存在，内容不同；未作改动。请另选 --build。",
        "{path} exists and holds something else; it was left as it is. Choose another --build.",
    ),
    "cli.import.what": Text(
        "import 须给出要读取的文件，或用 --from 给出预览；二者只能取其一",
        "import needs files to read, or --from with a preview; not both",
    ),
    "cli.import.from": Text(
        "--from 不能与 --preview 或 --accept 同用：取舍已在预览中",
        "--from goes with neither --preview nor --accept: the decisions stand in the preview",
    ),
    "cli.import.exists": Text(
        "{path} 已存在，从不替换；预览请另取名称", "{path} exists and is never replaced; the preview needs another name"
    ),
    "cli.import.baidu_only": Text("{option} 只能与 --baidu 同用", "{option} goes with --baidu only"),
    "cli.import.from_baidu": Text(
        "--from 不需要 --baidu：数值已在预览中", "--from needs no --baidu: the figures stand in the preview"
    ),
    "cli.import.baidu_given": Text(
        "--measure 和 --year 不能与 --baidu 同用：导出文件中有日期，计量单位也已确定",
        "--measure and --year do not go with --baidu: exports carry dates, and the measure is known",
    ),
    # Commands on spreadsheet programs.
    "cli.only_windows": Text(
        "此命令只能在 Windows 上运行，那里才有可以调用 Python 的 Excel；未作任何改动",
        "this command works on Windows only, where Excel can call Python; nothing was changed",
    ),
    "cli.store_python": Text(
        "这是微软应用商店的 Python，Excel 无法启动它；请从 python.org 安装 Python。未作任何改动",
        "this Python is from the Microsoft Store, and Excel cannot start it; install Python from python.org. "
        "Nothing was changed",
    ),
    "cli.no_program": Text(
        "找不到 flowxl-python；请用 pip 重新安装 FlowXL。未作任何改动",
        "flowxl-python is missing; install FlowXL again with pip. Nothing was changed",
    ),
    # Commands on a study.
    "cli.delphi.has_study": Text("{book} 中已有一项研究。", "{book} has a study already."),
}
