import ArgumentParser
import Registry
import RuralIndustry

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Kiểm tra mọi bất biến của dữ liệu (invariants); mã 4 nếu có sai lệch.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await global.withRegistry { registry, place in
            let results = try await registry.checkInvariants(as: place.viewer)
            try output.printer(place).list(results)
            let broken = results.filter { $0.broken > 0 }
            if !broken.isEmpty {
                let names = broken.map(\.name).joined(separator: ", ")
                throw Failure.integrity(
                    Bilingual(vi: "dữ liệu sai lệch: \(names)", en: "invariants are broken: \(names)"))
            }
        }
    }
}

extension InvariantResult: Listed {
    static let columns: [Column<InvariantResult>] = [
        Column("invariant", "Bất biến", "Invariant", { $0.name }),
        Column("broken", "Sai lệch", "Broken", { .number($0.broken) }),
        Column("text", "Nội dung", "Text", { .bilingual($0.text) }),
        Column("examples", "Ví dụ", "Examples", { .list($0.examples) }),
    ]
}
