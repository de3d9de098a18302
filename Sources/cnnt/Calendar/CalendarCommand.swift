import ArgumentParser
import Registry
import RuralIndustry

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Ngày nghỉ và ngày làm bù, để tính thời hạn theo ngày làm việc (working-day calendar).",
        subcommands: [Import.self, List.self, Deadline.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Nhập ngày nghỉ, ngày làm bù từ tệp.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Tệp có các cột date, kind (holiday, working), legal_basis.") var file: String

        func run() async throws {
            let days = try RecordFile<CalendarColumn>.read(path: file).parsed {
                (row, notation) throws(Refusal) in
                try CalendarDay.parse(row.fields, notation)
            }
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.importCalendar(days, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê ngày nghỉ và ngày làm bù.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Chỉ một năm.") var year: Int?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.calendar(year: year, as: place.viewer))
            }
        }
    }

    struct Deadline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deadline",
            abstract: "Ngày cuối của một thời hạn tính bằng ngày làm việc.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số ngày làm việc.") var days: Int
        @Option(help: "Tính từ ngày sau ngày này (mặc định: hôm nay).") var from: Day?

        func validate() throws {
            guard (0...1000).contains(days) else {
                throw ValidationError("Số ngày từ 0 đến 1000 (from 0 to 1000 days).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let calendar = WorkingCalendar(try await registry.calendar(as: place.viewer))
                let deadline = calendar.deadline(days, after: from ?? place.today)
                if !deadline.isCertain { Console().note(deadline.warning.text(in: place.language)) }
                try output.printer(place).single(
                    DeadlineLine(days: days, from: from ?? place.today, deadline: deadline))
            }
        }
    }
}

extension Deadline {
    /// What to say beside a day that may be too early.
    var warning: Bilingual {
        let years = yearsWithoutHolidays.map(String.init).joined(separator: ", ")
        return Bilingual(
            vi:
                "lưu ý: chưa có ngày nghỉ của năm \(years) (cnnt calendar import); ngày tính được có thể sớm hơn thực tế",
            en: "note: no holidays of \(years) are known (cnnt calendar import); the day may be too early")
    }
}

private struct DeadlineLine: Listed {
    let days: Int
    let from: Day
    let deadline: Deadline

    static let columns: [Column<DeadlineLine>] = [
        Column("from", "Từ ngày", "From", { $0.from.iso }),
        Column("working_days", "Ngày làm việc", "Working days", { .number($0.days) }),
        Column("deadline", "Ngày cuối", "Last day", { $0.deadline.day.iso }),
        Column("certain", "Chắc chắn", "Certain", { .flag($0.deadline.isCertain) }),
    ]
}

extension CalendarDay: Listed {
    static let columns: [Column<CalendarDay>] = [
        Column("date", "Ngày", "Date", { $0.date.iso }),
        Column("kind", "Loại", "Kind", { $0.kind.rawValue }),
        Column("legal_basis", "Căn cứ", "Legal basis", { $0.legalBasis }),
    ]
}
