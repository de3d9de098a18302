import ArgumentParser
import Evidence
import RuralIndustry

extension BenchCommand {
    /// A large round computed in memory, as closing it, looking at how firmly it stands and publishing its bundle do.
    struct Judging: AsyncParsableCommand {
        @Option var entries = 1000
        @Option var judges = 13
        /// A fifth of them under each of four criteria.
        @Option(help: "Số tiêu chí lá, chia hết cho 4.") var leaves = 20
        @Option var repetitions = 5
        @Option var seed: UInt64 = 1

        func validate() throws {
            guard entries > 0, judges > 0, leaves > 0, leaves.isMultiple(of: 4), repetitions > 0 else {
                throw ValidationError("Các số phải dương, --leaves chia hết cho 4 (positive numbers).")
            }
        }

        func run() async throws {
            let rules = try madeRules()
            let marks = try madeMarks(rules)
            let listed = codes.map { Tally.Entry(code: $0, group: .food) }
            var tallies: [Double] = []
            var last: Tally?
            for _ in 0..<repetitions {
                tallies.append(
                    try seconds {
                        last = try Tally(
                            of: marks, entries: listed, rules: rules, sha256: { SHA256Digest(of: $0).bytes })
                    })
            }
            guard let tally = last else { return }
            let report = try seconds {
                _ = try RobustnessReport(of: marks, entries: listed, rules: rules, cut: entries / 3)
            }
            let key = SigningKey()
            var bytes: [UInt8] = []
            let writing = try seconds { bytes = try bundle(tally, marks, rules, key).bytes }
            var isSound = false
            let verifying = seconds {
                isSound =
                    BundleVerification(of: bytes, trusting: TrustedKeys([TrustedKeys.Entry(key.verifying)]))
                    .findings.isEmpty
            }
            Console().write(
                try JSONText.encode(
                    RecordObject([
                        ("marks", .number(marks.count)), ("counted", .number(tally.marksCounted)),
                        ("tally_s", .list(tallies.map { String($0) })),
                        ("robustness_s", .text(String(report))),
                        ("bundle_bytes", .number(bytes.count)), ("bundle_sound", .flag(isSound)),
                        ("bundle_written_s", .text(String(writing))),
                        ("bundle_verified_s", .text(String(verifying))),
                    ])))
        }

        private func seconds(_ work: () throws -> Void) rethrows -> Double {
            let clock = ContinuousClock()
            let start = clock.now
            try work()
            return start.duration(to: clock.now) / .seconds(1)
        }

        // MARK: The round

        private var codes: [String] { (1...entries).map { "A\($0)" } }

        /// Leaves of five points, in steps of a quarter.
        private func madeRules() throws -> Rules {
            let perCriterion = leaves / 4
            let criteria = (1...4).map { #"{"id": "c\#($0)", "name": "C", "max": "\#(5 * perCriterion)"}"# }
            let rubric = (1...4).map { criterion in
                let nodes = (1...perCriterion).map {
                    #"{"id": "c\#(criterion).\#($0)", "name": "L", "max": "5"}"#
                }
                return #"{"criterion": "c\#(criterion)", "children": [\#(nodes.joined(separator: ","))]}"#
            }
            return try Regulation.resolve([
                RegulationLayer(
                    parsing: Array(
                        """
                        {"id": "bench", "title": "Đo tốc độ", "legal_basis": ["bench"], "valid_from": "2026-01-01",
                         "levels": [{"id": "provincial", "council_sizes": null, "certificate_valid_years": 4, "requires": null}],
                         "groups": [{"id": "food", "name": "Thực phẩm"}], "criteria": [\(criteria.joined(separator: ","))],
                         "rubrics": {"*": [\(rubric.joined(separator: ","))]},
                         "scoring": {"step": "0.25", "ties": ["criterion:c1", "share"], "eligible_at_least": "70",
                           "pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
                        """.utf8))
            ])
        }

        /// In no order, as they come from many hands.
        private func madeMarks(_ rules: Rules) throws -> [Mark] {
            var numbers = SeededNumbers(seed: seed)
            let leaves = rules.leaves(group: .food)
            var marks: [Mark] = []
            marks.reserveCapacity(entries * judges * leaves.count)
            for code in codes {
                let worth = 8 + numbers.below(9)
                for judge in 1...judges {
                    for leaf in leaves {
                        let quarters = min(20, worth + numbers.below(5))
                        marks.append(
                            Mark(
                                entry: code, judge: "J\(judge)", criterion: leaf.id,
                                content: .value(ExactDecimal(millionths: Int64(quarters) * 250_000))))
                    }
                }
            }
            marks.shuffle(using: &numbers)
            return marks
        }

        private func bundle(_ tally: Tally, _ marks: [Mark], _ rules: Rules, _ key: SigningKey) throws
            -> ResultBundle
        {
            let listed = codes.map { BundledEntry(code: $0, group: .food, state: .accepted) }
            let states = Dictionary(uniqueKeysWithValues: listed.map { ($0.code, $0.state) })
            guard let day = Day(year: 2026, month: 11, day: 20) else {
                throw Violation("bench", vi: "ngày sai", en: "bad day")
            }
            return try ResultBundle(
                parts: [
                    .round: .object([
                        "id": .string("1"), "name": .string("Kỳ đo"), "closed_on": .string(day.iso),
                        "members_present": .null,
                    ]), .rules: rules.document, .entries: BundledEntry.json(listed),
                    .roster: BundledSeat.json(
                        council: [],
                        panel: (1...judges).map {
                            BundledSeat(
                                judge: "J\($0)", name: "Giám khảo \($0)", role: "judge", from: day, to: nil)
                        }), .meetings: BundledMeeting.json([]), .comments: BundledComments([]).json,
                    .marks: BundledMarks(
                        marks.map { SubmittedMark($0, version: 1) }, states: states, tally: tally,
                        rules: rules
                    ).json,
                    .tally: tally.bundled(rules: rules, seed: nil),
                ], sealedOn: day, signedBy: key)
        }
    }
}
