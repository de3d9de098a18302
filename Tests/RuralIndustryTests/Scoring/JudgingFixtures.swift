import FoundationEssentials
import RuralIndustry

/// Builders for judging that show only what a test is about.
enum Judging {
    /// The folder of the package, from where a test file really lies.
    static let packageRoot = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Criteria `a` and `b` with 60 and 40 points; the pipeline sums sheets first unless said.
    static func rules(
        pipeline: String = #"[{"sum":"criteria"},{"mean":"judges"}]"#,
        criteria: String = #"[{"id":"a","max":"60"},{"id":"b","max":"40"}]"#, scoring: String = "",
        more: String = ""
    ) throws -> Rules {
        let document = """
            {"id": "test", "criteria": \(criteria), \(more.isEmpty ? "" : more + ",")
             "scoring": {\(scoring.isEmpty ? "" : scoring + ",") "pipeline": \(pipeline)}}
            """
        return try Regulation.resolve([RegulationLayer(parsing: Array(document.utf8))])
    }

    static func layer(_ text: String, as kind: RegulationLayer.Kind = .regulation) throws(Refusal)
        -> RegulationLayer
    {
        try RegulationLayer(parsing: Array(text.utf8), as: kind)
    }

    /// One judge's sheet: `sheet("001", "J1", "a", 50, "b", 30.5)`; a reason of absence stands for no mark.
    static func sheet(
        _ entry: String, _ judge: String, _ cells: KeyValuePairs<String, String>, stage: String? = nil
    ) throws -> [Mark] {
        try cells.map { criterion, cell in
            let isAbsence = Absence(rawValue: cell) != nil
            return Mark(
                entry: entry, judge: judge, criterion: criterion,
                content: try Mark.Content(score: isAbsence ? "" : cell, absence: isAbsence ? cell : ""),
                stage: stage)
        }
    }

    static func tally(
        _ marks: [Mark], _ rules: Rules, entries: [Tally.Entry]? = nil, seed: String? = nil
    ) throws(Refusal) -> Tally {
        try Tally(of: marks, entries: entries, rules: rules, seed: seed.map { Array($0.utf8) }, sha256: mixed)
    }

    /// A stand-in for SHA-256 that spreads its input over 32 bytes (FNV-1a); the real one is tested with `Evidence`.
    static func mixed(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4 as Range<UInt64>).flatMap { round -> [UInt8] in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325 &+ round
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return withUnsafeBytes(of: hash.bigEndian, Array.init)
        }
    }

    /// The codes of what a refusal says is wrong; empty if nothing was refused.
    static func codes(_ action: () throws -> Void) -> [String] {
        do {
            try action()
            return []
        } catch let refusal as Refusal {
            return refusal.violations.map(\.code)
        } catch let violation as Violation {
            return [violation.code]
        } catch {
            return ["\(error)"]
        }
    }

    /// `code at pointer` for each violation of a refusal.
    static func findings(_ action: () throws -> Void) -> Set<String> {
        do {
            try action()
            return []
        } catch let refusal as Refusal {
            return Set(refusal.violations.map { "\($0.code) \($0.place.pointer ?? "-")" })
        } catch {
            return ["\(error)"]
        }
    }
}

extension Tally {
    func line(_ entry: String) -> Line? { lines.first { $0.entry == entry } }

    func panel(_ entry: String, _ criterion: String) -> String? {
        details.first { $0.entry == entry && $0.criterion == criterion }?.panel?.description
    }
}
