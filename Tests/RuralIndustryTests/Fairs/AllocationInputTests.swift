import RuralIndustry
import Testing

@Suite("What a sharing out of booths starts from")
struct AllocationInputTests {
    private static let json = """
        {"priority": {"points": {"national": 30, "provincial": 10}, "counting": "sum", "limit": 40},
         "scale": {"first_booth": 900, "point": 5}}
        """

    private func request(_ number: Int64, _ name: String, awards: [SelectionLevel: Int] = [:]) throws
        -> AllocationInput.Request
    {
        AllocationInput.Request(
            number: number, tenant: .sponsor(name), tenantName: name, province: try UnitCode("19"),
            group: .food,
            funds: .local, booths: 2, isAdjacent: true, zones: ["Khu B", "Khu A"], takesOtherZones: false,
            filedOn: try Day(iso: "2026-11-0\(number)"), awards: awards)
    }

    private func input(isReversed: Bool = false, seed: String? = "xổ số") throws -> AllocationInput {
        let booths = (1...12).map { place in
            AllocationInput.Booth(
                code: "A\(place)", zone: "Khu A",
                neighbours: [place - 1, place + 1].filter { (1...12).contains($0) }.map { "A\($0)" })
        }
        let requests = try [request(1, "B"), request(2, "A", awards: [.provincial: 2, .national: 1])]
        let quotas = [
            AllocationProblem.Quota(province: try UnitCode("19"), maximum: 3),
            AllocationProblem.Quota(province: try UnitCode("19"), group: .food, maximum: 2),
        ]
        return AllocationInput(
            fair: 7, fairName: "Hội chợ", day: try Day(iso: "2026-12-10"),
            booths: isReversed ? booths.reversed() : booths,
            requests: isReversed ? requests.reversed() : requests,
            quotas: isReversed ? quotas.reversed() : quotas, provinces: ["19": "Tỉnh Thái Nguyên"],
            rules: try AllocationRules(try JSONValue(parsing: Self.json)), seed: seed)
    }

    @Test("the document is the same whatever the order of its parts, and reads back to the same input")
    func document() throws {
        let one = try input()
        #expect(try input(isReversed: true) == one)
        #expect(try input(isReversed: true).document.text == one.document.text)
        #expect(try AllocationInput(try JSONValue(parsing: one.document.text)) == one)
        #expect(one.booths.map(\.code).suffix(3) == ["A10", "A11", "A12"])
        #expect(one.requests.map(\.drawID) == ["sponsor A", "sponsor B"])
        let bare = try input(seed: nil)
        #expect(try AllocationInput(try JSONValue(parsing: bare.document.text)) == bare)
    }

    @Test("awards become points by the declared rule, and the problem has them")
    func points() throws {
        let problem = try input().problem()
        #expect(problem.requests.map(\.points) == [40, 0])
        #expect(problem.scale == (try input()).rules.scale && problem.seed == "xổ số")
        #expect(problem.booths[1].neighbours == [0, 2])
    }

    @Test("a document that is another's, lacks something or has something more is refused with its place")
    func unreadable() throws {
        guard case .object(let members) = try input().document else { return }
        func refused(_ changes: [String: JSONValue?]) -> Violation? {
            var members = members
            for (key, value) in changes { members[key] = value }
            do throws(Violation) {
                _ = try AllocationInput(.object(members))
                return nil
            } catch { return error }
        }
        #expect(refused([:]) == nil)
        #expect(refused(["format": .string("x")])?.code == "allocation-input-unreadable")
        #expect(refused(["day": .string("2026-13-01")])?.place.pointer == "/day")
        #expect(refused(["extra": .null])?.place.pointer == "/extra")
        #expect(refused(["requests": .array([.object([:])])])?.place.pointer == "/requests/0/tenant_kind")
        #expect(refused(["booths": nil])?.place.pointer == "/booths")
        #expect(
            refused(["rules": .object(["scale": .object(["rank": .integer(-1)])])])?.code
                == "preference-scale")
    }

    @Test("rules are read, with what is left out as in the standard, and written whole")
    func rules() throws {
        let rules = try AllocationRules(try JSONValue(parsing: Self.json))
        #expect(rules.scale.firstBooth == 900 && rules.scale.furtherBooth == 400 && rules.scale.point == 5)
        #expect(rules.priority.points == [.national: 30, .provincial: 10] && rules.priority.limit == 40)
        #expect(try AllocationRules(rules.document) == rules)
        #expect(try AllocationRules(try JSONValue(parsing: "{}")) == .standard)
        #expect(
            rules.priority.text.vi.contains("cấp tỉnh 10, cấp quốc gia 30; cộng mọi công nhận, tối đa 40"))
    }

    @Test(
        "rules that say something unknown or impossible are refused",
        arguments: [
            (#"{"seed": "x"}"#, "fair-rules", "/seed"), (#"[]"#, "fair-rules", ""),
            (#"{"priority": {"points": {"world": 3}}}"#, "priority-rule-unreadable", "/priority/points"),
            (#"{"priority": {"points": {"national": -3}}}"#, "priority-points", "/priority/points"),
            (#"{"priority": {"points": {"national": "3"}}}"#, "fair-rules", "/priority/points/national"),
            (#"{"priority": {"points": {}, "counting": "best"}}"#, "fair-rules", "/priority/counting"),
            (#"{"scale": {"first_booth": 100}}"#, "preference-scale", "/scale"),
            (#"{"scale": {"rank": 1000001}}"#, "fair-rules", "/scale/rank"),
        ])
    func badRules(_ text: String, _ code: String, _ pointer: String) throws {
        do throws(Violation) {
            _ = try AllocationRules(try JSONValue(parsing: text))
            Issue.record("\(text) was read")
        } catch {
            #expect(error.code == code && error.place.pointer == pointer, "\(error)")
        }
    }

    @Test("those who got too little wait by points, then by the day of filing, then by lot; no seed, no lot")
    func waiting() throws {
        func input(_ requests: [AllocationInput.Request], seed: String?) throws -> AllocationInput {
            AllocationInput(
                fair: 1, fairName: "x", day: try Day(iso: "2026-12-10"), booths: [], requests: requests,
                quotas: [], provinces: [:], rules: try AllocationRules(try JSONValue(parsing: Self.json)),
                seed: seed)
        }
        func order(_ input: AllocationInput) throws -> [String] {
            let plan = try AllocationPlan(of: try input.problem(), sha256: Judging.mixed)
            return try input.waiting(after: plan, sha256: Judging.mixed)
        }
        let clear = try [request(3, "Ba"), request(2, "Hai"), request(4, "Bốn", awards: [.provincial: 1])]
        #expect(try order(try input(clear, seed: nil)) == ["sponsor Bốn", "sponsor Hai", "sponsor Ba"])
        let tied = try clear + [request(2, "Nhì")]
        #expect(throws: Refusal.self) { try order(try input(tied, seed: nil)) }
        let drawn = try order(try input(tied, seed: "mầm"))
        #expect(Set(drawn[1...2]) == ["sponsor Hai", "sponsor Nhì"] && drawn.first == "sponsor Bốn")
        #expect(try order(try input(tied.reversed(), seed: "mầm")) == drawn)
    }
}
