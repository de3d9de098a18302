import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct AssignmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment", abstract: "Phân công giám khảo chấm sản phẩm (who marks what).",
        subcommands: [Draw.self, List.self, Recompute.self])

    struct Draw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "draw",
            abstract:
                "Bốc thăm giám khảo cho từng sản phẩm: đều nhau, không xung đột, ai cũng kiểm tra lại được.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(name: .customLong("per-entry"), help: "Số giám khảo cho mỗi sản phẩm.") var perEntry: Int
        @Option(help: "Mầm bốc thăm, công bố trước.") var seed: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let draw = try await registry.drawAssignment(
                    round: round, perEntry: perEntry, seed: seed, on: place.today, as: place.viewer,
                    dryRun: dryRun.dryRun)
                try output.printer(place).list(draw.assignments)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Ai chấm sản phẩm nào; trống nếu mọi giám khảo chấm mọi sản phẩm.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.assignments(ofRound: round, as: place.viewer))
            }
        }
    }

    struct Recompute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recompute",
            abstract:
                "Bốc thăm lại từ dữ liệu đã ghi và so với phân công; từ tệp dữ liệu thì không cần cơ sở dữ liệu."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64?
        @Option(help: "Số của lần phân công (mặc định: lần đang có hiệu lực).") var draw: Int64?
        @Option(help: "Ghi dữ liệu bốc thăm ra tệp JSON để ai cũng bốc lại được.") var out: String?
        @Option(help: "Bốc thăm lại từ tệp dữ liệu này.") var input: String?

        func validate() throws {
            if (round == nil) == (input == nil) || (input != nil && (out != nil || draw != nil)) {
                throw ValidationError("Nêu số của kỳ bình chọn hoặc --input (a round, or --input).")
            }
        }

        func run() async throws {
            if let input {
                let bytes = try readBytes(input, upTo: 1 << 26)
                let drawn = try DrawnAgain(ofInput: bytes, file: input)
                return try drawn.print(output, try await Workplace(demo: global.demo))
            }
            try await global.withRegistry { registry, place in
                let found = try await registry.assignmentDraw(draw, ofRound: round ?? 0, as: place.viewer)
                if let out { try writeFile(Array(found.input.document.text.utf8), to: out) }
                try DrawnAgain(found).print(output, place)
            }
        }
    }
}

/// A draw as it comes out when it is drawn again.
private struct DrawnAgain {
    private let input: AssignmentInput
    private let inputSHA256: String
    private let assignments: [DrawnPair]

    init(_ draw: AssignmentDraw) {
        input = draw.input
        inputSHA256 = draw.inputSHA256
        assignments = draw.assignments.map { DrawnPair(entry: $0.entry, judge: $0.judge) }
    }

    init(ofInput bytes: [UInt8], file: String) throws {
        do throws(Violation) {
            input = try AssignmentInput(try JSONValue(parsing: bytes))
        } catch { throw error.at(Place(file: file)) }
        let judges = try input.assignment(sha256: { SHA256Digest(of: $0).bytes }).judges
        inputSHA256 = SHA256Digest(of: try CanonicalJSON.encode(input.document)).hex
        assignments = input.entries.flatMap { entry in
            (judges[entry] ?? []).map { DrawnPair(entry: entry, judge: $0) }
        }
    }

    /// The pairs as a list, and what they were drawn from as a note beside it.
    func print(_ output: OutputOptions, _ place: Workplace) throws {
        try output.printer(place).list(assignments)
        Console().note(
            Bilingual(
                vi:
                    "kỳ bình chọn \(input.round): mỗi sản phẩm \(input.perEntry) giám khảo, \(input.barred.count) cặp không được chấm; mầm \(input.seed); SHA-256 của dữ liệu \(inputSHA256)",
                en:
                    "round \(input.round): \(input.perEntry) judges an entry, \(input.barred.count) pairs barred; seed \(input.seed); SHA-256 of the input \(inputSHA256)"
            ).text(in: place.language))
    }
}

/// One judge's entry.
private struct DrawnPair: Listed {
    let entry: String
    let judge: String

    static let columns: [Column<DrawnPair>] = [
        Column("entry", "Mã số", "Entry", { $0.entry }), Column("judge", "Giám khảo", "Judge", { $0.judge }),
    ]
}

extension AssignmentRecord: Listed {
    static let columns: [Column<AssignmentRecord>] = [
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
    ]
}
