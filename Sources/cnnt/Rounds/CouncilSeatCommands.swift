import ArgumentParser
import Registry
import RuralIndustry

/// The act by which members change while a round is judged.
struct SeatActOptions: ParsableArguments {
    @Option(help: "Số văn bản thay đổi thành viên; bắt buộc khi đang chấm điểm.") var act: String?
    @Option(name: .customLong("act-date"), help: "Ngày văn bản (mặc định: ngày thay đổi).") var actDate: Day?
    @Option(help: "Cơ quan ban hành (mặc định: cơ quan đã thành lập).") var authority: String?

    func validate() throws {
        if act == nil, actDate != nil || authority != nil {
            throw ValidationError("--act-date và --authority đi với --act (go with --act).")
        }
    }

    func act(on day: Day) -> SeatAct? {
        act.map { SeatAct(number: $0, day: actDate ?? day, authority: authority) }
    }
}

extension CouncilCommand {
    struct Act: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "act",
            abstract: "Ghi văn bản thành lập (hoặc thay đổi) Hội đồng hay Ban Giám khảo.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Số văn bản.") var number: String
        @Option(help: "Ngày văn bản.") var date: Day
        @Option(
            help:
                "Cơ quan ban hành (mặc định: Ủy ban nhân dân, Cục hay Bộ; với Ban Giám khảo: Chủ tịch Hội đồng)."
        )
        var authority: String?
        @Option(help: "council hoặc panel.") var of = RoundBody.council

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.recordAct(
                        SeatAct(number: number, day: date, authority: authority), on: of, ofRound: round,
                        as: place.viewer))
            }
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replace",
            abstract: "Thay một thành viên Hội đồng, cùng vai trò; khi đang chấm điểm: bằng văn bản.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Họ tên hoặc số của thành viên thôi làm.") var member: String
        @Option(help: "Họ tên thành viên mới.") var by: String
        @Option(help: "Chức vụ, đơn vị công tác của thành viên mới.") var position: String?
        @Option(help: "Ngày đầu của thành viên mới (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String
        @OptionGroup var act: SeatActOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.replaceCouncilMember(
                        round: round, member: member, byName: by, position: position,
                        on: date ?? place.today, because: reason, by: act.act(on: date ?? place.today),
                        as: place.viewer))
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Ghi nhận thành viên Hội đồng thôi làm; tên vẫn còn trong hồ sơ.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Họ tên hoặc số của thành viên.") var member: String
        @Option(help: "Ngày cuối (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String
        @OptionGroup var act: SeatActOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                _ = try await registry.removeCouncilMember(
                    round: round, member: member, on: date ?? place.today, because: reason,
                    by: act.act(on: date ?? place.today), as: place.viewer)
            }
        }
    }

    struct Meeting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "meeting",
            abstract:
                "Ghi những người có mặt ở một cuộc họp Hội đồng; ghi lại cùng ngày thì bản sau được tính.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Ngày họp.") var on: Day
        @Option(help: "Họ tên (hoặc số) của những người có mặt, cách nhau bằng |.") var present: String
        @Option(help: "Nơi họp.") var place: String?

        func run() async throws {
            let people = present.split(separator: "|").map(String.init)
            try await global.withRegistry { registry, workplace in
                let meeting = try await registry.recordMeeting(
                    ofRound: round, on: on, present: people, place: place, as: workplace.viewer,
                    today: workplace.today, dryRun: dryRun.dryRun)
                if !meeting.isQuorate {
                    Console().note(
                        ErrorReport.warning(
                            Violation(
                                "quorum-members",
                                vi:
                                    "chưa đủ số thành viên theo kế hoạch: có \(meeting.present.count), cần \(meeting.needed ?? 0)",
                                en:
                                    "below the quorum of the plan: \(meeting.present.count) present, \(meeting.needed ?? 0) needed"
                            ), in: workplace.language))
                }
                try output.printer(workplace).single(meeting)
            }
        }
    }

    struct Meetings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "meetings", abstract: "Liệt kê các cuộc họp Hội đồng đã ghi.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.meetings(ofRound: round, as: place.viewer))
            }
        }
    }
}

extension RoundCommand {
    struct Vote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vote",
            abstract: "Ghi biểu quyết của Hội đồng về danh sách công nhận hoặc về một sản phẩm.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Ngày của cuộc họp đã ghi.") var on: Day
        @Option(help: "Mã số bình chọn (mặc định: toàn bộ danh sách).") var entry: String?
        @Option(name: .customLong("for"), help: "Số phiếu tán thành.") var inFavour: Int
        @Option(help: "Số phiếu không tán thành.") var against = 0
        @Option(name: .customLong("abstain"), help: "Số phiếu không có ý kiến.") var abstained = 0

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.recordVote(
                        ofRound: id, on: on, entry: entry, inFavour: inFavour, against: against,
                        abstained: abstained, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }

    struct Votes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "votes", abstract: "Liệt kê biểu quyết của Hội đồng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.votes(ofRound: id, as: place.viewer))
            }
        }
    }
}

extension RoundActRecord: Listed {
    static let columns: [Column<RoundActRecord>] = [
        Column("of", "Của", "Of", { $0.body.rawValue }),
        Column("number", "Số văn bản", "Act", { $0.number }),
        Column("date", "Ngày", "Date", { $0.actedOn.iso }),
        Column("authority", "Cơ quan", "Authority", { $0.authority }),
    ]
}

extension MeetingRecord: Listed {
    static let columns: [Column<MeetingRecord>] = [
        Column("date", "Ngày", "Date", { $0.heldOn.iso }),
        Column("place", "Nơi họp", "Place", { $0.place }),
        Column("present", "Có mặt", "Present", { .list($0.present) }),
        Column("present_count", "Số có mặt", "Number present", { .number($0.present.count) }),
        Column("council", "Hội đồng", "Council", { .number($0.councilSize) }),
        Column("needed", "Cần có", "Needed", { .number($0.needed) }),
        Column("quorate", "Đủ thành viên", "Quorate", { .flag($0.isQuorate) }),
        Column("counts", "Được tính", "Counts", { .flag($0.counts) }),
    ]
}

extension VoteRecord: Listed {
    static let columns: [Column<VoteRecord>] = [
        Column("date", "Ngày", "Date", { $0.heldOn.iso }),
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("for", "Tán thành", "For", { .number($0.vote.inFavour) }),
        Column("against", "Không tán thành", "Against", { .number($0.vote.against) }),
        Column("abstained", "Không có ý kiến", "Abstained", { .number($0.vote.abstained) }),
        Column("adopted", "Thông qua", "Adopted", { .flag($0.vote.isAdopted) }),
    ]
}
