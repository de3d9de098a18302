import ArgumentParser
import Registry
import RuralIndustry

struct ConflictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict",
        abstract: "Xung đột lợi ích của giám khảo với cơ sở dự thi (conflicts of interest).",
        subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Ghi nhận giám khảo có xung đột lợi ích: không chấm được, điểm đã chấm không tính.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã giám khảo.") var judge: String
        @Option(help: "Số của cơ sở.") var establishment: Int64
        @Option(help: "Lý do.") var reason: String
        @Flag(help: "Do thư ký ghi nhận, không phải giám khảo tự khai.") var recorded = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.recordConflict(
                        round: round, judge: judge, establishment: establishment,
                        source: recorded ? .recorded : .declared, because: reason, on: place.today,
                        as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê xung đột lợi ích của một kỳ bình chọn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.conflicts(ofRound: round, as: place.viewer))
            }
        }
    }
}

extension ConflictRecord: Listed {
    static let columns: [Column<ConflictRecord>] = [
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
        Column("establishment_id", "Số cơ sở", "Establishment", { String($0.establishmentID) }),
        Column("establishment", "Cơ sở", "Name", { $0.establishmentName }),
        Column("source", "Nguồn", "Source", { $0.source.rawValue }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("declared_on", "Ngày", "On", { $0.declaredOn.iso }),
        Column("excluded_sheets", "Phiếu không tính", "Sheets excluded", { .number($0.excludedSheets) }),
    ]
}
