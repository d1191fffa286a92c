"""The list of experts: any usual CSV; codes are given where there are none; nobody is in it twice."""

from pathlib import Path

import pytest

from flowxl.cycle.delphi_experts import read_experts
from flowxl.voice.faults import FlowXLError

CHINESE = "姓名,单位,邮箱\r\n张三,甲大学,a@x.cn\r\n李四,乙研究院,b@x.cn\r\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a list."""
    path = folder / "experts.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_codes_are_given_in_the_order_of_the_rows(encoding: str, tmp_path: Path) -> None:
    """And the list with them can be written again, with all of its columns."""
    found = read_experts(written(tmp_path, CHINESE, encoding))
    assert (found.codes, found.names, found.given) == (("E01", "E02"), ("张三", "李四"), ("E01", "E02"))
    assert found.csv() == "代码,姓名,单位,邮箱\r\nE01,张三,甲大学,a@x.cn\r\nE02,李四,乙研究院,b@x.cn\r\n"
    again = read_experts(written(tmp_path, found.csv()))
    assert (again.codes, again.given, again.csv()) == (found.codes, (), found.csv())


def test_own_codes_stay_and_rows_without_one_get_the_next(tmp_path: Path) -> None:
    """Also those that the study has given already are not given again."""
    path = written(tmp_path, "Code;Name\r\nE03;Ann\r\nX-1;Bob\r\n;Cid\r\n\r\n;Dot\r\n")
    assert read_experts(path).codes == ("E03", "X-1", "E04", "E05")
    found = read_experts(path, ["E11"])
    assert (found.codes, found.given) == (("E03", "X-1", "E12", "E13"), ("E12", "E13"))
    assert found.csv().startswith("Code,Name\r\nE03,Ann\r\n")


def test_two_people_of_one_name(tmp_path: Path) -> None:
    """Only where codes and another column tell them apart."""
    assert read_experts(written(tmp_path, "代码,姓名,单位\nA,张伟,甲\nB,张伟,乙\n")).codes == ("A", "B")


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("姓名\n张伟\n李四\n张伟\n", "line 4", "张伟 as in line 2"),
        ("代码,姓名\nA,张伟\n,张伟\n", "line 3", "张伟 as in line 2"),
        ("代码,姓名\nA,张伟\nB,张伟\n", "line 3", "张伟 as in line 2"),
        ("代码,姓名\nE01,张三\ne01,李四\n", "line 3", "the code e01 as in line 2"),
        ("代码,姓名\n1号,张三\n", "line 2", "'1号'"),
        ("代码,姓名\nE1,\n", "line 2", "no name"),
        ("姓名\n张三,甲\n", "line 2", "2 cells"),
        ("单位\n甲\n", "line 1", "no column 姓名 or name"),
        ("姓名,name\n张三,A\n", "line 1", "姓名 twice"),
        ("姓名\n", "experts.csv", "0 experts"),
        ("", "line 1", "nothing"),
    ],
)
def test_what_cannot_be_used(text: str, where: str, found: str, tmp_path: Path) -> None:
    """Is told with its line."""
    with pytest.raises(FlowXLError) as refused:
        read_experts(written(tmp_path, text))
    assert any(where in fault.where and found in fault.found for fault in refused.value.faults), refused.value
    assert all(fault.of("zh") != fault.of("en") for fault in refused.value.faults)


def test_all_faults_at_once_and_no_file(tmp_path: Path) -> None:
    """Not only the first."""
    with pytest.raises(FlowXLError) as refused:
        read_experts(written(tmp_path, "代码,姓名\n!,张三\nA,\nA,李四\n"))
    assert [fault.kind for fault in refused.value.faults] == ["code", "name", "double"]
    with pytest.raises(FlowXLError, match="no such file"):
        read_experts(tmp_path / "none.csv")
