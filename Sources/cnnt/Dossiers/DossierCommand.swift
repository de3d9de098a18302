import ArgumentParser
import FoundationEssentials
import Registry
import RuralIndustry

struct DossierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier", abstract: "Hồ sơ đăng ký bình chọn: ảnh và giấy tờ (dossiers).",
        subcommands: [
            Add.self, Import.self, List.self, Check.self, Get.self, Replace.self, Withdraw.self,
            PublishPicture.self, UnpublishPicture.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Nộp một giấy tờ: ảnh JPEG, PNG hoặc tài liệu PDF.",
            usage: """
                cnnt dossier add <product> <file> --kind <kind> [<options>]
                cnnt dossier add --establishment <id> <file> --kind <kind> [<options>]
                """,
            discussion:
                "Ảnh được mã hóa lại, không giữ vị trí chụp (images are stored without their location).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var owner: DossierOwnerOptions
        @Option(help: "Loại: \(PaperKind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind: String
        @OptionGroup var fields: PaperFields

        func validate() throws { _ = try owner.parsed(following: 1) }

        func run() async throws {
            let (owner, rest) = try owner.parsed(following: 1)
            let paper = IncomingPaper(
                fields.values(kind: kind), bytes: try readBytes(rest[0], upTo: IncomingPaper.sizeLimit),
                at: Place(file: rest[0]))
            try await global.withRegistry { registry, place in
                let added = try await registry.addPapers(
                    [paper], to: owner, today: place.today, as: place.viewer, dryRun: dryRun.dryRun)
                for record in added { try output.printer(place).single(record) }
                DossierWarnings(place).tell(added.flatMap(\.paper.advice))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nộp cả thư mục theo danh sách papers.csv: tất cả hoặc không có gì.",
            usage: """
                cnnt dossier import <product> <folder>
                cnnt dossier import --establishment <id> <folder>
                """,
            discussion: "papers.csv: \(PaperColumn.names.joined(separator: ", ")).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var owner: DossierOwnerOptions

        func validate() throws { _ = try owner.parsed(following: 1) }

        func run() async throws {
            let (owner, rest) = try owner.parsed(following: 1)
            let papers = try PaperFolder.read(rest[0])
            try await global.withRegistry { registry, place in
                let added = try await registry.addPapers(
                    papers, to: owner, today: place.today, as: place.viewer, dryRun: dryRun.dryRun)
                try output.printer(place).list(added)
                DossierWarnings(place).tell(added.flatMap(\.paper.advice))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê giấy tờ của một sản phẩm (kể cả của cơ sở) hoặc của một cơ sở.",
            usage: """
                cnnt dossier list <product> [--as-of <day>]
                cnnt dossier list --establishment <id> [--as-of <day>]
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var owner: DossierOwnerOptions

        func validate() throws { _ = try owner.parsed(following: 0) }

        func run() async throws {
            let owner = try owner.parsed(following: 0).owner
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.dossier(of: owner, asOf: asOf.asOf, as: place.viewer))
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Cho biết hồ sơ còn thiếu gì, giấy tờ nào hết hạn; kết thúc với mã 1 nếu chưa đủ.",
            usage: """
                cnnt dossier check <product> [--level <level>] [--exception lower-round-not-held] [--as-of <day>]
                cnnt dossier check --round <round> --entry <entry> [--as-of <day>]
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của sản phẩm.") var product: Int64?
        @Option(help: "Cấp bình chọn (mặc định: cấp thấp nhất).") var level: SelectionLevel = .commune
        @Option(help: "lower-round-not-held: cấp dưới không tổ chức bình chọn.") var exception:
            EntryException?
        @Option(help: "Số của kỳ bình chọn.") var round: Int64?
        @Option(help: "Mã số bình chọn: hồ sơ đúng như khi được chấp nhận, xét vào ngày nộp.") var entry:
            String?

        func validate() throws {
            if (product == nil) != (round != nil && entry != nil) || (round == nil) != (entry == nil) {
                throw ValidationError(
                    "Ghi số của sản phẩm, hoặc --round và --entry (give a product, or --round and --entry).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let report = try await report(registry, place)
                try output.printer(place).list(
                    report.lacks.map { DossierFinding(isLack: true, violation: $0) }
                        + report.advice.map { DossierFinding(isLack: false, violation: $0) })
                if !report.isComplete { throw Violation.dossierIncomplete(report) }
            }
        }

        private func report(_ registry: Registry, _ place: Workplace) async throws -> DossierReport {
            if let product {
                return try await registry.checkDossier(
                    ofProduct: product, at: level, exception: exception, on: asOf.day(place), as: place.viewer
                )
            }
            let dossiers = try await registry.dossiers(
                ofRound: round ?? 0, entries: [entry ?? ""], on: asOf.asOf, as: place.viewer)
            return dossiers[0].report
        }
    }

    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Lấy tệp của một giấy tờ ra.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của giấy tờ.") var paper: Int64
        @Option(help: "Tệp ghi ra; không ghi đè tệp đang có.") var out: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let bytes = try await registry.paperFile(paper, as: place.viewer)
                do {
                    try Data(bytes).write(to: URL(filePath: out), options: .withoutOverwriting)
                } catch {
                    throw Violation(
                        "file-not-written",
                        vi: "không ghi được “\(out)” (đã có, hoặc thư mục không ghi được)",
                        en: "“\(out)” cannot be written (it exists, or the folder cannot be written)")
                }
            }
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replace",
            abstract: "Thay một giấy tờ; hồ sơ đã được chấp nhận vẫn giữ bản cũ.",
            discussion: "Số và ngày phải ghi lại; tên và nơi cấp giữ nguyên nếu không ghi.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của giấy tờ được thay.") var paper: Int64
        @Argument(help: "Tệp mới.") var file: String
        @OptionGroup var fields: PaperFields
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            let incoming = IncomingPaper(
                fields.values(kind: nil), bytes: try readBytes(file, upTo: IncomingPaper.sizeLimit),
                at: Place(file: file))
            try await global.withRegistry { registry, place in
                let record = try await registry.replacePaper(
                    paper, with: incoming, because: reason, today: place.today, as: place.viewer)
                try output.printer(place).single(record)
                DossierWarnings(place).tell(record.paper.advice)
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Rút một giấy tờ khỏi hồ sơ; giấy tờ vẫn được lưu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của giấy tờ.") var paper: Int64
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.withdrawPaper(paper, because: reason, as: place.viewer))
            }
        }
    }
}

extension Violation {
    fileprivate static func dossierIncomplete(_ report: DossierReport) -> Violation {
        Violation(
            "dossier-incomplete",
            vi:
                "hồ sơ chưa đủ cho \(report.level.name.vi) vào ngày \(report.day.vietnamese): \(report.lacks.count) mục",
            en:
                "the dossier is not complete for the \(report.level.name.en) on \(report.day.iso): \(report.lacks.count) lacking"
        )
    }
}
