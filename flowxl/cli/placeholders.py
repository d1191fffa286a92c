"""What stands in the help for values that are typed, in Chinese and English."""

from flowxl.voice.text import Text

BOOK = Text("工作簿", "BOOK")
CITIES = Text("甲,乙,…", "A,B,…")
COMMAND = Text("命令", "COMMAND")
DATE = Text("年-月-日", "YYYY-MM-DD")
FILE = Text("文件", "FILE")
FOLDER = Text("文件夹", "FOLDER")
FRAMEWORK = Text("体系", "DIR")
METHOD = Text("方法", "METHOD")
NAME = Text("名称", "NAME")
NEW = Text("新簿", "NEW")
OLD = Text("旧簿", "OLD")
OUT = Text("新文件", "OUT")
PART = Text("分表", "PART")
PREVIEW = Text("预览", "PREVIEW")
STEP = Text("步骤", "STEP")
UNIT = Text("单位", "UNIT")
YEAR = Text("年份", "YEAR")
YEARS = Text("首年-末年", "FIRST-LAST")
