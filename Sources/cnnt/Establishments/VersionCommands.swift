import ArgumentParser
import Registry
import RuralIndustry

extension EstablishmentCommand {
    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "versions",
            abstract: "Các phiên bản của một cơ sở: ai lưu, lúc nào, vì sao.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của cơ sở.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.establishmentVersions(id, as: place.viewer))
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Hai phiên bản của một cơ sở khác nhau ở đâu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Argument(help: "Phiên bản trước.") var first: Int
        @Argument(help: "Phiên bản sau.") var second: Int

        func run() async throws {
            try await global.withRegistry { registry, place in
                let changes = try await registry.establishmentDifference(
                    id, from: first, to: second, as: place.viewer)
                try output.printer(place).list(changes.map { FieldChangeLine($0, in: place.language) })
            }
        }
    }
}

extension ProductCommand {
    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "versions",
            abstract: "Các phiên bản của một sản phẩm: ai lưu, lúc nào, vì sao.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của sản phẩm.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.productVersions(id, as: place.viewer))
            }
        }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Hai phiên bản của một sản phẩm khác nhau ở đâu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của sản phẩm.") var id: Int64
        @Argument(help: "Phiên bản trước.") var first: Int
        @Argument(help: "Phiên bản sau.") var second: Int

        func run() async throws {
            try await global.withRegistry { registry, place in
                let changes = try await registry.productDifference(
                    id, from: first, to: second, as: place.viewer)
                try output.printer(place).list(changes.map { FieldChangeLine($0, in: place.language) })
            }
        }
    }
}

/// A record as a version kept it, ready to be printed: its columns are those of the record.
struct VersionSheet<RecordKind: RecordColumn & Headed>: Listed {
    let version: RecordVersion<RecordKind>

    static var columns: [Column<VersionSheet>] {
        [
            Column("id", "Số", "Id", { String($0.version.id) }),
            Column("version", "Phiên bản", "Version", { .number($0.version.entry.version) }),
            Column("saved_at", "Lúc", "At", { $0.version.entry.savedAt.iso }),
            Column("actor", "Ai", "Who", { $0.version.entry.actor }),
            Column("action", "Việc", "Action", { $0.version.entry.action }),
            Column("reason", "Lý do", "Reason", { $0.version.entry.reason }),
        ]
            + RecordVersion<RecordKind>.names.enumerated().map { position, name in
                let heading = RecordKind.heading(name)
                return Column(name, heading.vi, heading.en) { (sheet: VersionSheet) -> Field in
                    switch sheet.version.values[position] {
                    case .text(let text): .text(text)
                    case .redacted(let redaction): .bilingual(redaction.notice)
                    }
                }
            }
    }
}

/// Columns that people see headings of.
protocol Headed {
    static func heading(_ name: String) -> Bilingual
}

extension EstablishmentColumn: Headed {
    static func heading(_ name: String) -> Bilingual {
        Columns.heading(name, of: EstablishmentRecord.columns)
    }
}

extension ProductColumn: Headed {
    static func heading(_ name: String) -> Bilingual { Columns.heading(name, of: ProductRecord.columns) }
}

private enum Columns {
    static func heading<Record: Sendable>(_ name: String, of columns: [Column<Record>]) -> Bilingual {
        switch name {
        case "closed_on": Bilingual(vi: "Ngày ngừng", en: "Closed on")
        case "closed_reason": Bilingual(vi: "Lý do ngừng", en: "Closed because")
        default: columns.first { $0.key == name }?.heading ?? Bilingual(vi: name, en: name)
        }
    }
}

extension VersionEntry: Listed {
    static let columns: [Column<VersionEntry>] = [
        Column("version", "Phiên bản", "Version", { .number($0.version) }),
        Column("saved_at", "Lúc", "At", { $0.savedAt.iso }),
        Column("actor", "Ai", "Who", { $0.actor }),
        Column("action", "Việc", "Action", { $0.action }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
    ]
}

/// What differs, its removed values told in the reader's language.
struct FieldChangeLine: Listed {
    let field: String
    let before: String?
    let after: String?

    init(_ change: FieldChange, in language: Language) {
        field = change.field
        before = change.before.text(in: language)
        after = change.after.text(in: language)
    }

    static let columns: [Column<FieldChangeLine>] = [
        Column("field", "Mục", "Field", { $0.field }),
        Column("before", "Trước", "Before", { $0.before }),
        Column("after", "Sau", "After", { $0.after }),
    ]
}
