import ArgumentParser
import Registry
import RuralIndustry

extension RoundCommand {
    struct Statistics: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "statistics",
            abstract: "Số liệu của một kỳ bình chọn hoặc của cả năm, cho báo cáo hằng năm.",
            discussion: """
                Ghi số của kỳ bình chọn, hoặc --year; thêm tên tệp .csv hay .xlsx để ghi vào tệp. Số liệu công bố ở nơi khác \
                (--stated, các cột key, figure, value, source) được in bên cạnh số tính được, không tính lại.
                """)
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của kỳ bình chọn; tệp để ghi.") var arguments: [String] = []
        @Option(help: "Mọi kỳ bình chọn của năm này.") var year: Int?
        @Option(help: "Chỉ cấp này (với --year).") var level: SelectionLevel?
        @Option(help: "Chỉ các kỳ do đơn vị này hoặc đơn vị trong địa bàn tổ chức (với --year).")
        var territory: String?
        @Option(help: "Theo group, unit hoặc level.") var by: StatisticsKey?
        @Option(
            name: .customLong("unit-level"), help: "Đơn vị của --by unit: province, district hoặc commune.")
        var unitLevel: UnitLevel = .province
        @Option(help: "Tệp số liệu công bố (CSV hoặc XLSX).") var stated: String?
        @Option(help: "table, json, csv hoặc xlsx (xlsx cần tên tệp).") var format: StatisticsFormat?

        private var round: Int64? { arguments.first.flatMap { Int64($0) } }
        private var file: String? { arguments.last.flatMap { Int64($0) == nil ? $0 : nil } }

        func validate() throws {
            guard arguments.count == [round != nil, file != nil].count(where: { $0 }),
                (round == nil) != (year == nil)
            else {
                throw ValidationError(
                    "Ghi số của một kỳ bình chọn hoặc --year, rồi tên tệp nếu cần (a round or --year, then a file)."
                )
            }
            if round != nil, level != nil || territory != nil {
                throw ValidationError("--level và --territory đi với --year (go with --year).")
            }
            switch (format, file) {
            case (.xlsx, nil): throw ValidationError("--format xlsx cần tên tệp (needs a file).")
            case (let format?, let file?) where !file.lowercased().hasSuffix(".\(format.rawValue)"):
                throw ValidationError("Tên tệp cần đuôi .\(format.rawValue) (the file's ending).")
            default: break
            }
        }

        func run() async throws {
            let figures = try stated.map {
                try RecordFile<StatedColumn>.read(path: $0).parsed { (row, notation) throws(Refusal) in
                    try StatedFigure(row.fields, notation)
                }.map(\.value)
            }
            let target = try file.map { try ListFile(path: $0) }
            try await global.withRegistry { registry, place in
                let scope: StatisticsScope =
                    round.map { .round($0) } ?? .year(year ?? 0, level: level, territory: territory)
                let statistics = try await registry.roundStatistics(
                    of: scope, by: by, unitLevel: unitLevel, stated: figures ?? [], as: place.viewer)
                try Printer(
                    format: format?.printed, language: place.language, console: Console(), file: target
                ).list(statistics.lines)
                for warning in statistics.warnings {
                    Console().note(
                        Bilingual(vi: "lưu ý: \(warning.vi)", en: "note: \(warning.en)").text(
                            in: place.language))
                }
            }
        }
    }
}

/// How statistics are printed; a workbook only into a file.
enum StatisticsFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv, xlsx

    fileprivate var printed: OutputFormat? { OutputFormat(rawValue: rawValue) }
}

extension RoundStatistics.Line: Listed {
    static let columns: [Column<RoundStatistics.Line>] = [
        Column("key", "Mã", "Key", { $0.key }),
        Column("name", "Tên", "Name", { .bilingual($0.name) }),
        Column("figure", "Mã chỉ tiêu", "Figure code", { $0.figure }),
        Column("figure_name", "Chỉ tiêu", "Figure", { .bilingual($0.figureName) }),
        Column("computed", "Số tính được", "Computed", kind: .number, { .number($0.computed) }),
        Column("stated", "Số công bố", "Stated", kind: .number, { .text($0.stated?.value.description) }),
        Column("difference", "Chênh lệch", "Difference", kind: .number, { .text($0.difference) }),
        Column("source", "Nguồn công bố", "Source of stated", { $0.stated?.source }),
    ]
}
