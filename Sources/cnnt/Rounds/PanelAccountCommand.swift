import ArgumentParser
import Registry
import RuralIndustry

extension PanelCommand {
    struct Account: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "account",
            abstract: "Cho biết giám khảo làm việc bằng tài khoản nào; không ghi --judge: liệt kê.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Mã giám khảo.") var judge: String?
        @Option(help: "Tên đăng nhập.") var login: Login?
        @Flag(help: "Bỏ tài khoản đang gắn.") var none = false

        func validate() throws {
            if judge == nil ? (login != nil || none) : ((login != nil) == none) {
                throw ValidationError(
                    "Với --judge ghi --login hoặc --none (with --judge, either --login or --none).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let printer = try output.printer(place)
                guard let judge else {
                    return try printer.list(
                        try await registry.judgeAccounts(ofRound: round, as: place.viewer))
                }
                try printer.list([
                    try await registry.tieAccount(
                        login?.text, toJudge: judge, round: round, on: place.today, as: place.viewer)
                ])
            }
        }
    }
}

extension JudgeAccountRecord: Listed {
    static let columns: [Column<JudgeAccountRecord>] = [
        Column("judge", "Mã", "Judge", { $0.judge }),
        Column("login", "Tài khoản", "Login", { $0.login }),
    ]
}
