import ArgumentParser
import Registry
import RuralIndustry

struct CouncilCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "council", abstract: "Hội đồng bình chọn (council).",
        subcommands: [
            Add.self, List.self, Act.self, Replace.self, Remove.self, Meeting.self, Meetings.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Thêm thành viên Hội đồng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Họ tên.") var name: String
        @Option(help: "chair, standing-vice-chair, vice-chair, member hoặc secretary.") var role: CouncilRole
        @Option(help: "Chức vụ, đơn vị công tác.") var position: String?
        @Option(help: "Từ ngày (mặc định: hôm nay).") var from: Day?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.addCouncilMember(
                        round: round, name: name, role: role, position: position, from: from ?? place.today,
                        as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê Hội đồng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.council(ofRound: round, as: place.viewer))
            }
        }
    }
}

struct PanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "panel", abstract: "Ban Giám khảo (panel of judges).",
        subcommands: [Add.self, List.self, Replace.self, Remove.self, Account.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Thêm giám khảo.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã ghi trên phiếu, ví dụ J1.") var judge: String
        @Option(help: "Họ tên.") var name: String
        @Option(help: "head, deputy hoặc judge.") var role: PanelRole
        @Option(help: "Đơn vị công tác.") var affiliation: String?
        @Option(help: "Mã xã hoặc tỉnh của giám khảo.") var unit: String?
        @Option(help: "Từ ngày (mặc định: hôm nay).") var from: Day?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.addJudge(
                        round: round, code: judge, name: name, role: role, affiliation: affiliation,
                        homeUnit: unit,
                        from: from ?? place.today, as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê Ban Giám khảo.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.panel(ofRound: round, as: place.viewer))
            }
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replace", abstract: "Thay một giám khảo, cùng vai trò.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã giám khảo thôi làm.") var judge: String
        @Option(help: "Mã giám khảo mới.") var by: String
        @Option(help: "Họ tên giám khảo mới.") var name: String
        @Option(help: "Đơn vị công tác.") var affiliation: String?
        @Option(help: "Mã xã hoặc tỉnh của giám khảo mới.") var unit: String?
        @Option(help: "Ngày (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String
        @OptionGroup var act: SeatActOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.replaceJudge(
                        round: round, code: judge, by: by, name: name, affiliation: affiliation,
                        homeUnit: unit,
                        on: date ?? place.today, because: reason, by: act.act(on: date ?? place.today),
                        as: place.viewer))
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Ghi nhận giám khảo thôi làm; tên vẫn còn trong hồ sơ.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã giám khảo.") var judge: String
        @Option(help: "Ngày (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String
        @OptionGroup var act: SeatActOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                _ = try await registry.removeJudge(
                    round: round, code: judge, on: date ?? place.today, because: reason,
                    by: act.act(on: date ?? place.today), as: place.viewer)
            }
        }
    }
}

extension CouncilMember: Listed {
    static let columns: [Column<CouncilMember>] = [
        Column("name", "Họ tên", "Name", { $0.name }),
        Column("role", "Vai trò", "Role", { $0.role.rawValue }),
        Column("position", "Chức vụ", "Position", { $0.position }),
        Column("from", "Từ ngày", "From", { $0.from.iso }),
        Column("to", "Đến ngày", "To", { $0.to?.iso }),
        Column("id", "Số", "Id", { String($0.id) }),
        Column("act", "Văn bản", "Act", { $0.act }),
        Column("leave_act", "Văn bản thôi làm", "Act on leaving", { $0.leaveAct }),
        Column("leave_reason", "Lý do thôi làm", "Reason for leaving", { $0.leaveReason }),
    ]
}

extension PanelMember: Listed {
    static let columns: [Column<PanelMember>] = [
        Column("judge", "Mã", "Code", { $0.code }),
        Column("name", "Họ tên", "Name", { $0.name }),
        Column("role", "Vai trò", "Role", { $0.role.rawValue }),
        Column("affiliation", "Đơn vị", "Affiliation", { $0.affiliation }),
        Column("from", "Từ ngày", "From", { $0.from.iso }),
        Column("to", "Đến ngày", "To", { $0.to?.iso }),
        Column("act", "Văn bản", "Act", { $0.act }),
        Column("leave_act", "Văn bản thôi làm", "Act on leaving", { $0.leaveAct }),
        Column("leave_reason", "Lý do thôi làm", "Reason for leaving", { $0.leaveReason }),
    ]
}
