import ArgumentParser
import Registry
import RuralIndustry

struct RegulationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regulation", abstract: "Bộ quy tắc bình chọn (regulations).",
        subcommands: [
            List.self, Show.self, Check.self, Import.self, Rewards.self, ImportRewards.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê bộ quy tắc.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.regulations(as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "In nguyên văn một bộ quy tắc (JSON).")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Mã bộ quy tắc.") var id: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                Console().write(try await registry.regulation(id, as: place.viewer).document + "\n")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Kiểm tra một tệp bộ quy tắc; lỗi được chỉ bằng JSON pointer.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Tệp JSON.") var file: String

        func run() async throws {
            let layer = try RegulationFile.read(file)
            let place = try await Workplace(demo: global.demo)
            if layer.extends == nil {
                _ = try RegulationFile.located(file) { try Regulation.resolve([layer]) }
            } else {
                try await global.withRegistry { registry, place in
                    try await RegulationFile.located(file) {
                        _ = try await registry.check(layer, as: place.viewer)
                    }
                }
            }
            for missing in layer.missingForStoring {
                Console().note(
                    ErrorReport.line(missing, in: place.language).replacingPrefix("error", with: "note"))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Lưu một bộ quy tắc.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Tệp JSON.") var file: String

        func run() async throws {
            let layer = try RegulationFile.read(file)
            try await global.withRegistry { registry, place in
                let outcome = try await RegulationFile.located(file) {
                    try await registry.importRegulation(layer, as: place.viewer, dryRun: dryRun.dryRun)
                }
                switch outcome {
                case .added(let id): Console().write("\(id)\n")
                case .unchanged(let id):
                    Console().note(
                        Bilingual(vi: "\(id): đã có, không thay đổi", en: "\(id): there already, unchanged")
                            .text(in: place.language))
                }
            }
        }
    }
}

/// Reading regulation files, with the file's name in what is wrong.
enum RegulationFile {
    static func read(_ path: String, as kind: RegulationLayer.Kind = .regulation) throws -> RegulationLayer {
        let bytes = try readBytes(path)
        return try located(path) { try RegulationLayer(parsing: bytes, as: kind) }
    }

    static func located<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let refusal as Refusal { throw located(refusal, in: path) }
    }

    static func located<Value>(_ path: String, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let refusal as Refusal { throw located(refusal, in: path) }
    }

    private static func located(_ refusal: Refusal, in path: String) -> Refusal {
        refusal.at(Place(file: path.split(separator: "/").last.map(String.init) ?? path))
    }
}

extension String {
    func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}

extension RegulationRecord: Listed {
    static let columns: [Column<RegulationRecord>] = [
        Column("id", "Mã", "Id", { $0.id }),
        Column("title", "Tên", "Title", { $0.title }),
        Column("extends", "Dựa trên", "Extends", { $0.extends }),
        Column("territory", "Địa bàn", "Territory", { $0.territory }),
        Column("valid_from", "Từ ngày", "From", { $0.validFrom.iso }),
        Column("valid_to", "Trước ngày", "Before", { $0.validTo?.iso }),
        Column("sha256", "SHA-256", "SHA-256", { $0.sha256 }),
    ]
}
