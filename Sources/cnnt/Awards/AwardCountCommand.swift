public import ArgumentParser
public import Registry
import RuralIndustry

/// `cnnt award count`: awards by the units of any day.
struct AwardCountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Đếm danh hiệu theo đơn vị hành chính của một ngày, qua mọi lần sáp nhập.",
        discussion: """
            Danh hiệu giữ nguyên nơi cấp và tên của ngày đó; ở đây chỉ quy về đơn vị của ngày được hỏi. Phần không quy về một đơn vị \
            được (đơn vị cũ đã chia tách, ngày hỏi trước khi hợp nhất…) là dòng riêng, không đoán.
            """)
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var asOf: AsOfOptions
    @Option(help: "province, district, commune hoặc region.") var by: CountLevel = .province
    @Option(help: "Chỉ danh hiệu cấp này.") var level: SelectionLevel?
    @Option(help: "Chỉ danh hiệu của năm này.") var year: Int?
    @Option(help: "Chỉ nhóm sản phẩm này.") var group: String?

    func run() async throws {
        try await global.withRegistry { registry, place in
            try output.printer(place).list(
                try await registry.awardCounts(
                    by: by, on: asOf.day(place),
                    AwardFilter(level: level, year: year, group: group.map(ProductGroupID.init(rawValue:))),
                    as: place.viewer))
        }
    }
}

extension AwardCount: Listed {
    static let columns: [Column<AwardCount>] = [
        Column("code", "Mã", "Code", { $0.code }),
        Column("name", "Đơn vị", "Unit", { $0.name }),
        Column("awards", "Danh hiệu", "Awards", { .number($0.awards) }),
        Column("answer", "Quy về", "Answer", { $0.answer.rawValue }),
        Column("note", "Ghi chú", "Note", { .bilingual($0.note) }),
    ]

    private var note: Bilingual {
        var parts: [Bilingual] = []
        if answer != .home { parts.append(answer.name) }
        if answer != .home, let validity, validity != .always {
            parts.append(Bilingual(vi: validity.vietnamese, en: validity.english))
        }
        if isProvisional { parts.append(RegionStatus.provisional.name) }
        return Bilingual(
            vi: parts.map(\.vi).joined(separator: "; "), en: parts.map(\.en).joined(separator: "; "))
    }
}

extension CountLevel: ExpressibleByArgument {}
