"""Files of quality results made to the format HAS documents, since no real one is at hand.

Column names: lexicons published with the files (e-Satis 2019 to 2025, IQSS 2019 and 2024) and the
data model of the certification files. Establishments and figures are invented.
"""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ESATIS = (
    "finess", "rs_finess", "finess_geo", "rs_finess_geo", "region", "participation", "Depot",
    "nb_rep_score_all_rea_ajust", "score_all_rea_ajust", "classement", "evolution",
    "taux_reco_brut", "nb_reco_brut",
)  # fmt: skip
ANSWERED = {
    "finess": "590000099", "rs_finess": "CH DE L'ESSAI", "finess_geo": "590000001",
    "rs_finess_geo": "HÔPITAL DE L'ESSAI", "region": "Hauts-de-France", "Depot": "Oui",
    "participation": "Obligatoire", "nb_rep_score_all_rea_ajust": "412",
    "score_all_rea_ajust": "75,24", "classement": "B", "evolution": "2-Stable",
    "taux_reco_brut": "58,6", "nb_reco_brut": "409",
}  # fmt: skip
IQSS = (
    "finess", "rs_finess", "classe_ias_icsha_v4", "res_ias_icsha_v4",
    "classe_DPA_qls_v2_MCO", "res_dpa_qls_v2_mco", "classe_DPA_pcd_MCO",
)  # fmt: skip
MEASURED = {
    "finess": "590000001", "rs_finess": "HÔPITAL DE L'ESSAI", "classe_ias_icsha_v4": "A",
    "res_ias_icsha_v4": "104,2%", "classe_DPA_qls_v2_MCO": "C", "res_dpa_qls_v2_mco": "48",
    "classe_DPA_pcd_MCO": "Non concerné",
}  # fmt: skip
DECISION = {
    "code_demarche": "1001", "id_cycle": "6", "annee_visite": "2025",
    "date_de_decision": "2025-09-18", "Decision_de_la_CCES": "Certifié avec mention",
}  # fmt: skip
SITE = {
    "code_demarche": "1001", "FINESS_EG": "590000001", "FINESS_EJ": "590000099",
    "RS_eg": "HÔPITAL DE L'ESSAI", "Site_Principal": "True",
}  # fmt: skip


def table(header: tuple[str, ...], rows: list[dict[str, str]], delimiter: str = ";") -> str:
    """The rows as CSV text."""
    lines = [delimiter.join(header)]
    lines += [delimiter.join(row.get(name, "") for name in header) for row in rows]
    return "\n".join(lines) + "\n"


def esatis(folder: Path, *rows: dict[str, str], year: int = 2021) -> Path:
    """An e-Satis campaign as a Latin-1 CSV, as those before 2020."""
    path = folder / f"resultats-esatis48h-mco-open-data-{year}.csv"
    path.write_text(table(ESATIS, [{**ANSWERED, **row} for row in rows]), "iso-8859-15")
    return path


def iqss(folder: Path, *rows: dict[str, str], year: int = 2021) -> Path:
    """Quality indicators of a year, as a workbook with its two sheets."""
    path = folder / f"resultats-iqss-open-data-{year}.xlsx"
    values = [[{**MEASURED, **row}.get(name, "") for name in IQSS] for row in rows]
    return workbook(path, {"Lexique": [["Variable"]], "Résultats": [list(IQSS), *values]})


def certification(folder: Path, cycles: dict[str, tuple[list[dict[str, str]], list[dict[str, str]]]]
                  ) -> Path:  # fmt: skip
    """The ZIP of both files of each cycle; commas and day first before 2025."""
    path = folder / "certification.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for cycle, (decisions, sites) in cycles.items():
            rows = [{**DECISION, **one} for one in decisions]
            archive.writestr(f"{cycle}/demarche.csv", table((*DECISION,), rows, ","))
            rows = [{**SITE, **one} for one in sites]
            archive.writestr(f"{cycle}/etablissement_geo.csv", table((*SITE,), rows, ","))
    return path


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """A minimal XLSX: numbers as numbers, texts shared, empty cells left out."""
    strings: list[str] = []
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as book:
        for number, rows in enumerate(sheets.values(), 1):
            body = "".join(_row(place, row, strings) for place, row in enumerate(rows, 1))
            text = f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{number}.xml", text)
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in enumerate(sheets, 1)
        )
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{related}"><sheets>'
                      f"{listed}</sheets></workbook>")  # fmt: skip
        targets = "".join(
            f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{targets}</Relationships>")
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
    return path


def _row(number: int, values: list[str], strings: list[str]) -> str:
    cells = []
    for place, value in enumerate(values):
        reference = f"{chr(ord('A') + place)}{number}"
        if value.replace(",", "").isdigit():
            cells.append(f'<c r="{reference}"><v>{value.replace(",", ".")}</v></c>')
        elif value:
            strings.append(value)
            cells.append(f'<c r="{reference}" t="s"><v>{len(strings) - 1}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
