import Registry
import RuralIndustry

/// One line of what a unit import or an act did: a count, a field that differs, or what the registry does not know.
struct UnitImportLine: Listed {
    let item: String
    let text: Bilingual
    var count: Int?
    let codes: [String]
    /// Of a line that tells a field that differs.
    var change: UnitChange?

    static func lines(of report: UnitImportReport) -> [UnitImportLine] {
        func counts(_ item: String, _ name: Bilingual, _ counts: UnitImportReport.Counts) -> [UnitImportLine]
        {
            [
                UnitImportLine(
                    item: "\(item)-added",
                    text: Bilingual(vi: "\(name.vi): thêm mới", en: "\(name.en): added"),
                    count: counts.added, codes: []),
                UnitImportLine(
                    item: "\(item)-changed",
                    text: Bilingual(vi: "\(name.vi): thay đổi", en: "\(name.en): changed"),
                    count: counts.changed, codes: []),
                UnitImportLine(
                    item: "\(item)-unchanged",
                    text: Bilingual(vi: "\(name.vi): giữ nguyên", en: "\(name.en): unchanged"),
                    count: counts.unchanged, codes: []),
            ]
        }
        let found = report.report
        return counts("units", Bilingual(vi: "Đơn vị", en: "Units"), report.units)
            + counts("lineage", Bilingual(vi: "Phả hệ", en: "Lineage"), report.lineage)
            + counts("regions", Bilingual(vi: "Khu vực", en: "Regions"), report.regions)
            + counts("authorities", Bilingual(vi: "Tên cơ quan", en: "Authorities"), report.authorities) + [
                UnitImportLine(
                    item: "without-successor",
                    text: Bilingual(vi: "Đã kết thúc, chưa biết thành gì", en: "Ended, successor unknown"),
                    count: found.withoutSuccessor.count, codes: found.withoutSuccessor.map(\.code.text)),
                UnitImportLine(
                    item: "without-predecessor",
                    text: Bilingual(vi: "Mới có, chưa biết từ đâu", en: "New, predecessor unknown"),
                    count: found.withoutPredecessor.count, codes: found.withoutPredecessor.map(\.code.text)),
                UnitImportLine(
                    item: "splits", text: Bilingual(vi: "Bị chia tách", en: "Split"),
                    count: found.splits.count,
                    codes: found.splits.map(\.from.text)),
                UnitImportLine(
                    item: "reused-codes",
                    text: Bilingual(
                        vi: "Mã dùng lại cho địa bàn khác", en: "Codes reused for another territory"),
                    count: found.reusedCodes.count, codes: found.reusedCodes.map(\.code.text)),
            ] + changed(report.changes)
    }

    static func changed(_ changes: [UnitChange]) -> [UnitImportLine] {
        changes.map { change in
            UnitImportLine(
                item: "\(change.what.rawValue)-change",
                text: Bilingual(
                    vi: "\(change.what.name.vi): mục khác đi", en: "\(change.what.name.en): a field differs"),
                codes: [change.code], change: change)
        }
    }

    static let columns: [Column<UnitImportLine>] = [
        Column("item", "Mục", "Item", { $0.item }),
        Column("count", "Số lượng", "Count", { .number($0.count) }),
        Column("text", "Nội dung", "Text", { .bilingual($0.text) }),
        Column("codes", "Mã", "Codes", { .list($0.codes) }),
        Column("day", "Từ ngày", "Day", { $0.change?.day?.iso }),
        Column("field", "Mục", "Field", { $0.change?.field }),
        Column("before", "Trước", "Before", { $0.change?.before }),
        Column("after", "Nay", "Now", { $0.change?.after }),
    ]
}
