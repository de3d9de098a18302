import Foundation
import Testing

private let isu = Program.projectRoot + "/../shared/data/scoring/isu"

@Suite("Tallying files without a database")
struct TallyCommandTests {
    // The shared judged scores lie beside a checkout; elsewhere this test says that they are missing.
    @Test(
        "one generated rule file per programme gives the official totals and panel scores",
        .enabled(if: FileManager.default.fileExists(atPath: isu), "needs ../shared/data/scoring/isu"))
    func official() async throws {
        try await Program.inTemporaryFolder { program in
            let expected = try Dictionary(grouping: CSV.rows(isu + "/expected.csv")) { $0["round"] ?? "" }
            let panels = try Dictionary(grouping: CSV.rows(isu + "/expected-panel.csv")) { $0["round"] ?? "" }
            // three of the thirty here: all of them are tallied in the domain's own tests
            for round in try CSV.rows(isu + "/rounds.csv").prefix(3) {
                let name = try #require(round["round"])
                let factor = try #require(round["factor"])
                let criteria = (round["criteria"] ?? "").split(separator: "|").map {
                    "{\"id\": \"\($0)\", \"name\": \"\($0)\", \"max\": \"10\", \"weight\": \"\(factor)\"}"
                }
                try program.write(
                    """
                    {"id": "isu-\(name.lowercased())", "title": "ISU", "criteria": [\(criteria.joined(separator: ","))],
                     "scoring": {"pipeline": [{"mean": "judges", "trim": [1, 1], "round": 2},
                       {"weight": "criteria", "round": 2}, {"sum": "criteria", "round": 2}]}}
                    """, to: "rules.json")
                let tally = try program.run(
                    "tally", "--regulation", "rules.json", "--scores", isu + "/scores.csv", "--round", name)
                #expect(tally.status == 0, "\(tally.errors)")
                let totals = Dictionary(
                    uniqueKeysWithValues: tally.rows.map { ($0["entry"] ?? "", $0["total"] ?? "") })
                for line in expected[name] ?? [] {
                    #expect(
                        Decimal(string: totals[line["entry"] ?? ""] ?? "")
                            == Decimal(string: line["component_total"] ?? ""))
                }
                let detail = try program.run(
                    "tally", "--regulation", "rules.json", "--scores", isu + "/scores.csv", "--round", name,
                    "--detail")
                let values = Dictionary(
                    uniqueKeysWithValues: detail.rows.map {
                        ("\($0["entry"] ?? "")/\($0["criterion"] ?? "")", $0["panel"] ?? "")
                    })
                for line in panels[name] ?? [] {
                    let key = "\(line["entry"] ?? "")/\(line["criterion"] ?? "")"
                    #expect(Decimal(string: values[key] ?? "") == Decimal(string: line["panel_score"] ?? ""))
                }
            }
        }
    }

    @Test("absence, a fraction, a shared rank and a draw come out as the interface page says")
    func cases() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                """
                {"id": "own", "criteria": [{"id": "a", "name": "A", "max": "100"}],
                 "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}], "eligible_at_least": "70", "ties": ["draw"]}}
                """, to: "rules.json")
            let marks = [75, 76, 76, 76, 76, 76, 75].enumerated().map { "X,J\($0.offset),a,\($0.element)," }
            try program.write(
                (["entry,judge,criterion,score,absence"] + marks + ["Y,J0,a,,absent", "Z,J0,a,69.999999,"])
                    .joined(separator: "\n"), to: "scores.csv")
            let outcome = try program.run(
                "tally", "--regulation", "rules.json", "--scores", "scores.csv", "--format", "csv")
            #expect(
                outcome.output == """
                    round,entry,total,shown,rank,eligible,judges,reason
                    ,X,530/7,75.71,1,true,7,
                    ,Z,69.999999,70.00,2,false,1,
                    ,Y,,,,false,0,too-few-marks

                    """)
            // what is shown as 70.00 is below 70, and is said to be
            #expect(outcome.errors.contains("Z không đủ điều kiện: điểm chính xác 69.999999 < 70"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
            try program.write("entry,judge,criterion,score\nX,J1,a,80\nY,J1,a,80\n", to: "tied.csv")
            let refused = try program.run("tally", "--regulation", "rules.json", "--scores", "tied.csv")
            #expect(refused.status == 1 && refused.errors.hasPrefix("error[draw-needs-seed]"))
            let drawn = try program.run(
                "tally", "--regulation", "rules.json", "--scores", "tied.csv", "--seed", "xổ số 20/11")
            #expect(Set(drawn.rows.compactMap { $0["rank"] }) == ["1", "2"])
        }
    }

    @Test("the advisory figures are beside the result")
    func analysis() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                """
                {"id": "own", "criteria": [{"id": "a", "name": "A", "max": "100"}],
                 "scoring": {"pipeline": [{"mean": "judges"}, {"sum": "criteria"}]}}
                """, to: "rules.json")
            try program.write(
                """
                entry,judge,criterion,score,judge_affiliation,entry_affiliation
                X,J1,a,90,Thái Nguyên,Thái Nguyên
                X,J2,a,80,Bắc Ninh,Thái Nguyên
                """, to: "scores.csv")
            let outcome = try program.run(
                "tally", "--regulation", "rules.json", "--scores", "scores.csv", "--analyse")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            let affiliation = try #require(json["affiliation"] as? [String: [String: Any]])
            #expect(affiliation.keys.sorted() == ["other", "same"])
            #expect(affiliation["same"]?["marks"] as? Int == 1)
            #expect(affiliation["same"]?["mean_deviation"] as? String == "5.000")
            #expect(affiliation["other"]?["mean_deviation"] as? String == "-5.000")
            #expect(json["concordance"] is NSNull && json["concordance_gap"] as? String == "too-few-entries")
            #expect((json["concordance_note"] as? String)?.contains("mọi giám khảo đều chấm") == true)
        }
    }
}

enum CSV {
    static func rows(_ path: String) throws -> [[String: String]] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return Program.Outcome(status: 0, output: text.replacingOccurrences(of: "\r", with: ""), errors: "")
            .rows
    }
}
