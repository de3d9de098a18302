import ArgumentParser
import FoundationEssentials
import Registry
import RuralIndustry

struct ComplaintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complaint",
        abstract: "Khiếu nại về kết quả và trả lời, với thời hạn theo ngày làm việc (complaints).",
        subcommands: [File.self, List.self, Show.self, Answer.self, Withdraw.self])

    struct File: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "file",
            abstract: "Ghi nhận một khiếu nại; quá hạn thì từ chối, trừ khi nêu lý do.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã số bình chọn.") var entry: String
        @Option(help: "Người khiếu nại.") var by: String
        @Option(help: "Ngày Hội đồng nhận.") var received: Day
        @Option(name: .customLong("noticed-on"), help: "Ngày người khiếu nại nhận thông báo kết quả.")
        var noticedOn: Day?
        @Option(name: .customLong("late-because"), help: "Lý do vẫn nhận dù quá hạn.") var lateBecause:
            String?
        @Option(help: "Nội dung, hoặc tệp văn bản có nội dung.") var text: String

        func run() async throws {
            let statement = try Statement.read(text)
            try await global.withRegistry { registry, place in
                let (record, days) = try await registry.fileComplaint(
                    NewComplaint(
                        round: round, entry: entry, complainant: by, statement: statement,
                        receivedOn: received,
                        noticedOn: noticedOn, lateReason: lateBecause),
                    as: place.viewer, today: place.today)
                for deadline in [days.fileBy, days.answerBy].compactMap(\.self) where !deadline.isCertain {
                    Console().note(deadline.warning.text(in: place.language))
                    break
                }
                try output.printer(place).single(ComplaintLine(record, on: place.today))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê khiếu nại, gấp nhất trước.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của kỳ bình chọn (mặc định: mọi kỳ).") var round: Int64?
        @Option(name: .customLong("due-by"), help: "Chỉ khiếu nại chưa trả lời có hạn đến ngày này.")
        var dueBy: Day?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                try output.printer(place).list(
                    try await registry.complaints(round: round, dueBy: dueBy, as: place.viewer).map {
                        ComplaintLine($0, on: day)
                    })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Xem một khiếu nại.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của khiếu nại.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    ComplaintLine(try await registry.complaint(id, as: place.viewer), on: asOf.day(place)))
            }
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer", abstract: "Ghi văn bản trả lời của Hội đồng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của khiếu nại.") var id: Int64
        @Option(help: "Số văn bản trả lời.") var number: String
        @Option(help: "Ngày văn bản trả lời.") var on: Day
        @Option(help: "upheld, partly hoặc rejected.") var finding: ComplaintFinding
        @Option(help: "Nội dung, hoặc tệp văn bản có nội dung.") var text: String

        func run() async throws {
            let statement = try Statement.read(text)
            try await global.withRegistry { registry, place in
                let record = try await registry.answerComplaint(
                    id, number: number, on: on, finding: finding, statement: statement, as: place.viewer,
                    today: place.today)
                if let due = record.answerBy, record.isOverdue(on: place.today) {
                    Console().note(
                        Bilingual(
                            vi: "lưu ý: hạn trả lời là \(due.vietnamese), đã quá hạn",
                            en: "note: the answer was due by \(due.iso) and is late"
                        ).text(in: place.language))
                }
                try output.printer(place).single(ComplaintLine(record, on: place.today))
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw", abstract: "Ghi nhận người khiếu nại rút đơn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của khiếu nại.") var id: Int64
        @Option(help: "Ngày rút.") var on: Day
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    ComplaintLine(
                        try await registry.withdrawComplaint(
                            id, on: on, because: reason, as: place.viewer, today: place.today),
                        on: place.today))
            }
        }
    }
}

/// What somebody wrote: on the command line, or in a text file that is named there.
private enum Statement {
    /// Far more than a statement may hold, so that its own limit is what is told.
    static let limit = 1 << 16

    static func read(_ textOrPath: String) throws -> String {
        guard textOrPath.utf8.count < 1024, FileManager.default.fileExists(atPath: textOrPath) else {
            return textOrPath
        }
        return String(decoding: try readBytes(textOrPath, upTo: limit), as: UTF8.self)
    }
}

/// A complaint as it stands on a day.
private struct ComplaintLine: Listed {
    let complaint: ComplaintRecord
    let day: Day

    init(_ complaint: ComplaintRecord, on day: Day) {
        self.complaint = complaint
        self.day = day
    }

    static let columns: [Column<ComplaintLine>] = [
        Column("id", "Số", "Id", { String($0.complaint.id) }),
        Column("round", "Kỳ", "Round", { String($0.complaint.roundID) }),
        Column("entry", "Mã số", "Entry", { $0.complaint.entry }),
        Column("complainant", "Người khiếu nại", "Complainant", { $0.complaint.complainant }),
        Column("state", "Tình trạng", "State", { $0.complaint.state.rawValue }),
        Column("noticed_on", "Nhận thông báo", "Noticed on", { $0.complaint.noticedOn?.iso }),
        Column("file_by", "Hạn khiếu nại", "File by", kind: .day, { .text($0.complaint.fileBy?.iso) }),
        Column("received_on", "Ngày nhận", "Received on", { $0.complaint.receivedOn.iso }),
        Column("late_reason", "Lý do nhận quá hạn", "Taken late because", { $0.complaint.lateReason }),
        Column("answer_by", "Hạn trả lời", "Answer by", kind: .day, { .text($0.complaint.answerBy?.iso) }),
        Column("overdue", "Quá hạn trả lời", "Overdue", { .flag($0.complaint.isOverdue(on: $0.day)) }),
        Column("finding", "Kết luận", "Finding", { $0.complaint.finding?.rawValue }),
        Column("number", "Số trả lời", "Answer number", { $0.complaint.answerNumber }),
        Column("ended_on", "Ngày kết thúc", "Ended on", { $0.complaint.endedOn?.iso }),
        Column("text", "Nội dung", "Text", { $0.complaint.statement }),
        Column("answer", "Trả lời", "Answer", { $0.complaint.answer }),
    ]
}
