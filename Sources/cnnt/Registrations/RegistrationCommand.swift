import ArgumentParser
import Registry
import RuralIndustry

struct RegistrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registration",
        abstract:
            "Đăng ký do cơ sở tự gửi qua trang web, chờ cán bộ xác nhận (establishments' own registrations).",
        subcommands: [List.self, Show.self, Confirm.self, Refuse.self, Purge.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê đăng ký, chờ lâu nhất trước.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Option(help: "waiting, confirmed, refused hoặc lapsed (mặc định: mọi trạng thái).")
        var state: RegistrationState?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.registrations(in: state, limit: 10_000, as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Xem một đăng ký cùng những cơ sở có thể trùng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của đăng ký.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                let review = try await registry.reviewRegistration(id, on: place.today, as: place.viewer)
                try output.printer(place).single(review.record)
                for alike in review.alike {
                    Console().note(ErrorReport.warning(alike.warning, in: place.language))
                }
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Xác nhận một đăng ký: ghi cơ sở, lập tài khoản chủ cơ sở và in lời mời đặt mật khẩu.",
            discussion: "Lời mời chỉ hiện một lần, dùng được một lần, trong 7 ngày; hãy trao tận tay.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của đăng ký.") var id: Int64
        @Option(help: "Số của cơ sở đã có trong sổ, nếu đăng ký này chính là của cơ sở đó.")
        var existing: Int64?
        @Option(help: "Tên đăng nhập, nếu khác tên đã xin.") var login: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let address = try place.publicAddress()
                let confirmed = try await registry.confirmRegistration(
                    id, as: existing.map(RegistrationTarget.existing) ?? .new, login: login, at: place.now,
                    as: place.viewer)
                try output.printer(place).single(ConfirmedLine(confirmed: confirmed, address: address))
            }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse",
            abstract: "Từ chối một đăng ký; người gửi đọc được lý do.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của đăng ký.") var id: Int64
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.refuseRegistration(
                        id, because: reason, at: place.now, as: place.viewer))
            }
        }
    }

    struct Purge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "purge",
            abstract:
                "Xóa thông tin trong đăng ký đã xử lý quá \(RegistrationTerms.settledDays) ngày hoặc chờ quá \(RegistrationTerms.waitingDays) ngày.",
            discussion: "Mỗi đăng ký mới gửi đến cũng làm việc này.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption

        func run() async throws {
            try await global.withRegistry { registry, place in
                let count = try await registry.purgeRegistrations(
                    at: place.now, as: place.viewer, dryRun: dryRun.dryRun)
                try output.printer(place).single(PurgedLine(count: count))
            }
        }
    }
}

extension RegistrationReview.Likeness {
    fileprivate var warning: Violation {
        Violation(
            "registration-alike",
            vi: "có thể là cơ sở số \(establishment.id) “\(establishment.name)” (\(why.vi))",
            en: "may be establishment \(establishment.id) “\(establishment.name)” (\(why.en))")
    }
}

private struct PurgedLine: Listed {
    let count: Int

    static let columns: [Column<PurgedLine>] = [Column("purged", "Đã xóa", "Purged", { .number($0.count) })]
}

private struct ConfirmedLine: Listed {
    let confirmed: ConfirmedRegistration
    let address: String

    static let columns: [Column<ConfirmedLine>] = [
        Column("establishment_id", "Số cơ sở", "Establishment", { String($0.confirmed.establishment.id) }),
        Column("login", "Tên đăng nhập", "Login", { $0.confirmed.invitation.account.login }),
        Column(
            "address", "Địa chỉ", "Address",
            { "\($0.address)/invitation/\($0.confirmed.invitation.tokenText)" }),
        Column("expires_at", "Dùng được đến", "Good until", { $0.confirmed.invitation.expiresAt.iso }),
    ]
}

extension RegistrationRecord: Listed {
    static let columns: [Column<RegistrationRecord>] =
        [
            Column("id", "Số", "Id", { String($0.id) }),
            Column("state", "Trạng thái", "State", { $0.state.rawValue }),
            Column("sent_at", "Gửi lúc", "Sent", { $0.sentAt.iso }),
            Column("commune", "Xã", "Commune", { $0.communeName }),
            Column("applicant_name", "Người gửi", "Sent by", { $0.applicant[.name] }),
            Column("applicant_phone", "Điện thoại người gửi", "Sender's telephone", { $0.applicant[.phone] }),
            Column("applicant_email", "Thư người gửi", "Sender's e-mail", { $0.applicant[.email] }),
            Column("login", "Tên đăng nhập", "Login", { $0.applicant[.login] }),
            Column("settled_at", "Xử lý lúc", "Settled", { $0.settledAt?.iso }),
            Column("reason", "Lý do từ chối", "Why refused", { $0.reason }),
            Column(
                "establishment_id", "Số cơ sở", "Establishment", { $0.establishmentID.map { String($0) } }),
        ]
        + EstablishmentColumn.allCases.map { column in
            Column(
                column.name, column.heading.vi, column.heading.en,
                { (record: RegistrationRecord) in record.fields[column] })
        }
}
