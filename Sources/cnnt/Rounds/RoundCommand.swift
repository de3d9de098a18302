import ArgumentParser
import Registry
import RuralIndustry

struct RoundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round", abstract: "Kỳ bình chọn (selection rounds).",
        subcommands: [
            Create.self, List.self, Show.self, Open.self, Judge.self, Close.self, Decide.self, Publish.self,
            Cancel.self, Decisions.self, DecisionListFile.self, Vote.self, Votes.self, Notices.self,
            Minutes.self, Correct.self,
            Versions.self,
            Statistics.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Lập một kỳ bình chọn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Option(help: "Mã bộ quy tắc.") var regulation: String
        @Option(help: "commune, district, provincial, regional hoặc national.") var level: SelectionLevel
        @Option(help: "Mã đơn vị; north, central, south; hoặc VN.") var organiser: String
        @Option(help: "Năm.") var year: Int
        @Option(help: "Tên kỳ bình chọn.") var name: String
        @Option(help: "Kế hoạch của kỳ bình chọn (JSON).") var plan: String?
        @Option(name: .customLong("held-on"), help: "Ngày tổ chức, để đọc mã đơn vị.") var heldOn: Day?
        @Option(name: .customLong("intake-until"), help: "Ngày cuối nhận hồ sơ.") var intakeUntil: Day?

        func run() async throws {
            let layer = try plan.map { try RegulationFile.read($0, as: .plan) }
            try await global.withRegistry { registry, place in
                let round = NewRound(
                    regulationID: regulation, level: level, organiserCode: organiser, year: year, name: name,
                    plan: layer, heldOn: heldOn, intakeUntil: intakeUntil)
                let warnings = try await registry.frequencyWarnings(
                    about: round, as: place.viewer, today: place.today)
                let created = try await registry.createRound(
                    round, as: place.viewer, today: place.today, dryRun: dryRun.dryRun)
                for warning in warnings {
                    Console().note(ErrorReport.warning(warning, in: place.language))
                }
                try output.printer(place).single(created)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê kỳ bình chọn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Option(help: "Cấp.") var level: SelectionLevel?
        @Option(help: "Năm.") var year: Int?
        @Option(help: "Bước.") var state: RoundState?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.rounds(level: level, year: year, state: state, as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Xem một kỳ bình chọn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Flag(help: "In bộ quy tắc mà kỳ bình chọn đã ghim (JSON).") var rules = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                if rules {
                    Console().write(
                        try await registry.rules(ofRound: id, as: place.viewer).document.text + "\n")
                } else {
                    try output.printer(place).single(try await registry.round(id, as: place.viewer))
                }
            }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "open", abstract: "Bắt đầu nhận hồ sơ.")
        @OptionGroup var step: RoundStepOptions

        func run() async throws { try await step.run { try await $0.openRound($1, as: $2.viewer) } }
    }

    struct Judge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "judge", abstract: "Bắt đầu chấm điểm.")
        @OptionGroup var step: RoundStepOptions

        func run() async throws { try await step.run { try await $0.startJudging($1, as: $2.viewer) } }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "publish", abstract: "Công bố kết quả.")
        @OptionGroup var step: RoundStepOptions

        func run() async throws { try await step.run { try await $0.publishRound($1, as: $2.viewer) } }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Chốt điểm: tính kết quả và lưu lại; từ chối nếu còn thiếu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Mầm bốc thăm, từ nguồn đã định trước khi chấm.") var seed: String?
        @Option(name: .customLong("members-present"), help: "Số thành viên Hội đồng dự họp.")
        var membersPresent: Int?

        func run() async throws {
            try await global.withRegistry { registry, place in
                func close(shown: String? = nil, dryRun: Bool) async throws -> RoundTally {
                    try await registry.closeRound(
                        id, seed: seed, membersPresent: membersPresent, shown: shown, as: place.viewer,
                        today: place.today, dryRun: dryRun)
                }
                func list(_ result: RoundTally) throws {
                    try output.printer(place).list(TallyLine.lines(of: result.tally, round: String(id)))
                }
                if dryRun.dryRun { return try list(try await close(dryRun: true)) }
                // on a terminal whoever confirms it looks at the result first, and closes with that one
                let isAsked = !confirmation.yes && Console().inputIsTerminal
                let shown = isAsked ? try await close(dryRun: true) : nil
                if let shown { try list(shown) }
                try confirmation.confirm(
                    Bilingual(
                        vi: "Chốt điểm kỳ bình chọn \(id)? Sau đó không nhập điểm được nữa.",
                        en: "Close round \(id)? No marks can be entered afterwards."), place)
                let result = try await close(shown: shown?.digest, dryRun: false)
                if !isAsked { try list(result) }
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "Hủy kỳ bình chọn bằng một văn bản.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Số văn bản.") var number: String
        @Option(help: "Ngày văn bản.") var date: Day
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try confirmation.confirm(
                    Bilingual(vi: "Hủy kỳ bình chọn \(id)?", en: "Cancel round \(id)?"), place)
                try output.printer(place).single(
                    try await registry.cancelRound(
                        id, act: number, on: date, because: reason, as: place.viewer))
            }
        }
    }
}

/// A step that needs nothing but the round.
struct RoundStepOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Số của kỳ bình chọn.") var id: Int64

    func run(_ step: (Registry, Int64, Workplace) async throws -> RoundRecord) async throws {
        try await global.withRegistry { registry, place in
            try output.printer(place).single(try await step(registry, id, place))
        }
    }
}

extension RoundRecord: Listed {
    static let columns: [Column<RoundRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("name", "Tên", "Name", { $0.name }),
        Column("level", "Cấp", "Level", { $0.level.rawValue }),
        Column("organiser", "Mã đơn vị tổ chức", "Organiser code", { $0.organiserCode }),
        Column("organiser_name", "Đơn vị tổ chức", "Organiser", { $0.organiserName }),
        Column("year", "Năm", "Year", { .number($0.year) }),
        Column("state", "Bước", "State", { $0.state.rawValue }),
        Column("entries", "Hồ sơ", "Entries", { .number($0.entries) }),
        Column("accepted", "Chấp nhận", "Accepted", { .number($0.accepted) }),
        Column("recognised", "Công nhận", "Recognised", { .number($0.recognised) }),
        Column("held_on", "Ngày tổ chức", "Held on", { $0.heldOn.iso }),
        Column("intake_until", "Hạn nhận hồ sơ", "Intake until", { $0.intakeUntil?.iso }),
        Column("regulation", "Bộ quy tắc", "Regulation", { $0.regulationID }),
        Column("rules_sha256", "SHA-256 quy tắc", "Rules SHA-256", { $0.rulesSHA256 }),
        Column("council_act", "Văn bản lập Hội đồng", "Act creating the council", { $0.councilAct }),
        Column("panel_act", "Văn bản lập Ban Giám khảo", "Act creating the panel", { $0.panelAct }),
    ]
}
