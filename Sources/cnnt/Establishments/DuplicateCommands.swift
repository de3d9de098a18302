import ArgumentParser
import Registry
import RuralIndustry

extension EstablishmentCommand {
    struct Duplicates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "duplicates",
            abstract: "Các cặp cơ sở có thể là một, kèm điểm 0–100.",
            discussion: """
                Điểm gồm: tên giống nhau (đến 50), cùng điện thoại 20, cùng xã 15, cùng địa chỉ 8, cùng người đại diện 7. Chữ chỉ loại \
                hình (công ty TNHH, HTX, cơ sở, …) không tính vào tên.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Chỉ các cặp nằm trong đơn vị mang mã này.") var unit: String?
        @Option(help: "Chỉ các cặp có cơ sở mang số này.") var of: Int64?
        @Option(name: .customLong("at-least"), help: "Điểm tối thiểu, 1–100 (mặc định 60).")
        var atLeast = DuplicateScore.usualLeast

        func validate() throws {
            guard (1...100).contains(atLeast) else {
                throw ValidationError("--at-least là một số từ 1 đến 100 (a number from 1 to 100).")
            }
            guard unit == nil || of == nil else {
                throw ValidationError("Ghi --unit hoặc --of, không cả hai (one of them).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                let pairs =
                    if let of {
                        try await registry.nearDuplicates(of: of, atLeast: atLeast, on: day, as: place.viewer)
                    } else {
                        try await registry.nearDuplicates(
                            within: unit, atLeast: atLeast, on: day, as: place.viewer)
                    }
                try output.printer(place).list(pairs)
            }
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Hợp nhất hai bản ghi của cùng một cơ sở; không có gì bị dời, bỏ được bằng --undo.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của cơ sở bị hợp nhất.") var id: Int64
        @Argument(help: "Số của cơ sở nhận.") var into: Int64?
        @Option(help: "Có hiệu lực từ ngày (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String
        @Flag(help: "Bỏ việc hợp nhất của cơ sở này.") var undo = false

        func validate() throws {
            if undo == (into != nil) {
                throw ValidationError(
                    "Ghi số của cơ sở nhận, hoặc --undo (the other establishment, or --undo).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = date ?? place.today
                let redirect: EstablishmentRedirect
                if let into {
                    if !dryRun.dryRun {
                        try confirmation.confirm(
                            Bilingual(
                                vi: "Hợp nhất cơ sở \(id) vào cơ sở \(into)?",
                                en: "Merge establishment \(id) into \(into)?"), place)
                    }
                    redirect = try await registry.mergeEstablishment(
                        id, into: into, on: day, because: reason, today: place.today, as: place.viewer,
                        dryRun: dryRun.dryRun)
                } else {
                    redirect = try await registry.undoMerge(
                        of: id, on: day, because: reason, today: place.today, as: place.viewer,
                        dryRun: dryRun.dryRun)
                }
                try output.printer(place).single(redirect)
            }
        }
    }

    struct Redact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "redact",
            abstract: "Xoá dữ liệu liên hệ theo văn bản, cả trong các phiên bản cũ; không lấy lại được.",
            discussion: """
                Xoá điện thoại, thư điện tử; với hộ kinh doanh cả số định danh cá nhân, tên chủ hộ và địa chỉ. Lịch sử ghi lại đã xoá \
                những mục nào, theo văn bản nào, ngày nào (Luật 91/2025/QH15).
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Option(help: "Số, ký hiệu văn bản.") var act: String
        @Option(help: "Ngày của văn bản (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                if !dryRun.dryRun {
                    try confirmation.confirm(
                        Bilingual(
                            vi: "Xoá vĩnh viễn dữ liệu liên hệ của cơ sở \(id)?",
                            en: "Remove the contact data of establishment \(id) for good?"), place)
                }
                try output.printer(place).single(
                    try await registry.redactEstablishment(
                        id, act: act, on: date ?? place.today, because: reason, today: place.today,
                        as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }
}

extension NearDuplicate: Listed {
    static let columns: [Column<NearDuplicate>] = [
        Column("score", "Điểm", "Score", { .number($0.score.total) }),
        Column("id", "Số", "Id", { String($0.first.id) }),
        Column("name", "Tên", "Name", { $0.first.name }),
        Column("other_id", "Số kia", "Other id", { String($0.second.id) }),
        Column("other_name", "Tên kia", "Other name", { $0.second.name }),
        Column("name_score", "Tên giống", "Name", { .number($0.score.name) }),
        Column("phone_score", "Điện thoại", "Telephone", { .number($0.score.phone) }),
        Column("commune_score", "Xã", "Commune", { .number($0.score.commune) }),
        Column("address_score", "Địa chỉ", "Address", { .number($0.score.address) }),
        Column(
            "representative_score", "Người đại diện", "Representative", { .number($0.score.representative) }),
    ]
}

extension EstablishmentRedirect: Listed {
    static let columns: [Column<EstablishmentRedirect>] = [
        Column("from_id", "Cơ sở", "Establishment", { String($0.from) }),
        Column("from_name", "Tên", "Name", { $0.fromName }),
        Column("into_id", "Hợp nhất vào", "Merged into", { String($0.into) }),
        Column("into_name", "Tên cơ sở nhận", "Its name", { $0.intoName }),
        Column("effective_on", "Từ ngày", "From", { $0.effectiveOn.iso }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("undone_on", "Bỏ từ ngày", "Undone on", { $0.undoneOn?.iso }),
        Column("undone_reason", "Lý do bỏ", "Undone because", { $0.undoneReason }),
    ]
}

extension Redaction: Listed {
    static let columns: [Column<Redaction>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("establishment_id", "Cơ sở", "Establishment", { String($0.establishmentID) }),
        Column("act", "Văn bản", "Act", { $0.actNumber }),
        Column("date", "Ngày", "Day", { $0.redactedOn.iso }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("fields", "Đã xoá", "Removed", { .list($0.fields) }),
        Column("version", "Đến phiên bản", "Up to version", { .number($0.version) }),
    ]
}

extension EstablishmentDetails: Listed {
    static let columns: [Column<EstablishmentDetails>] =
        EstablishmentRecord.columns.map { column in
            Column(column.key, column.heading.vi, column.heading.en) { column.value($0.record) }
        } + [
            Column("closed_on", "Ngày ngừng", "Closed on", { $0.record.closedOn?.iso }),
            Column("closed_reason", "Lý do ngừng", "Closed because", { $0.record.closedReason }),
            Column(
                "merged_into", "Đã hợp nhất vào", "Merged into", { $0.mergedInto.map { String($0.into) } }),
            Column("merged_from", "Đã nhận", "Merged from", { .list($0.mergedFrom.map { String($0.from) }) }),
            Column("sites", "Nơi sản xuất khác", "Further sites") { .records($0.sites.map(\.row)) },
            Column("redactions", "Đã xoá theo văn bản", "Removed by acts") {
                .records($0.redactions.map(\.row))
            },
        ]
}

extension Listed {
    fileprivate var row: [(key: String, value: Field)] { Self.columns.map { ($0.key, $0.value(self)) } }
}
