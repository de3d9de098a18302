import Postgres
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@testable import Registry

/// The second wall: what the database shows to statements that forgot whom they are for.
@Suite("Rows behind the wall, with the policy out of the way")
struct RowWallTests {
    private static let marks = ["mark", "sheet_version", "sheet_draft"]
    private static let dossiers = ["dossier_paper", "stored_file"]
    private static let accounts = ["account", "account_role", "account_password", "account_invitation"]

    private static let noon = Instant(microsecondsSince1970: 1_763_614_800_000_000)

    /// Two of everything: in Thái Nguyên, and in Thành phố Hồ Chí Minh.
    private struct Places: Sendable {
        let home: HeldRound
        let away: HeldRound
        let makers: [Int64]
    }

    private static func places(_ test: TestRegistry) async throws -> Places {
        try await test.addOtherPlaces()
        var makers: [Int64] = []
        for (name, commune) in [("Gốm Nhà", "05503"), ("Mây Xa", "26734")] {
            let maker = try await test.establishment(name: name, commune: commune)
            makers.append(maker.id)
            try await addPaper(test, to: maker, text: name)
        }
        let home = try await test.judged(RoundScript(judges: 3), entries: 1)
        let away = try await test.judged(
            RoundScript(organiser: "760", judges: 5, commune: "26734"), entries: 1)
        for round in [home, away] {
            for judge in ["J1", "J2"] {
                try await round.save(0, judge, try written(80))
                try await round.submit(0, judge)
            }
            try await round.save(0, "J3", try written(70))
        }
        for (login, place) in [("can.bo.nha", "19"), ("can.bo.xa", "79")] {
            try await test.account(login)
            try await test.grant(.officer, in: place, to: login)
            _ = try await test.registry.setPassword(
                "một mật khẩu đủ dài", of: login, at: Self.noon, as: test.viewer)
            _ = try await test.registry.invite(login, at: Self.noon, as: test.viewer)
        }
        return Places(home: home, away: away, makers: makers)
    }

    private static func addPaper(_ test: TestRegistry, to maker: EstablishmentRecord, text: String)
        async throws
    {
        let paper = IncomingPaper(
            try Fields(named: [
                "kind": "legal-status", "number": "1", "issuer": "Phòng ĐKKD", "issued_on": "2020-02-03",
            ]),
            bytes: samplePDF("% \(text)"))
        _ = try await test.registry.addPapers(
            [paper], to: .establishment(maker.id), today: test.today, as: test.viewer)
    }

    private static func count(_ table: String, _ test: TestRegistry, _ viewer: LocalSettings) async throws
        -> Int64
    {
        try await test.asProgram(viewer: viewer) {
            try $0.value(SQL(trusted: "SELECT count(*) FROM " + table))
        }
    }

    private static func rounds(_ table: String, _ test: TestRegistry, _ viewer: LocalSettings) async throws
        -> [Int64]
    {
        try await test.asProgram(viewer: viewer) {
            try $0.values(SQL(trusted: "SELECT DISTINCT round_id FROM \(table) ORDER BY 1"), as: Int64.self)
        }
    }

    @Test("who is not told sees nothing, not even as the owner of the tables; nor does the public")
    func nobody() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.places(test)
            for table in Self.marks + Self.dossiers + Self.accounts {
                #expect(try await Self.count(table, test, .none) == 0, "\(table)")
                #expect(try await Self.count(table, test, Viewer.anybody.walls) == 0, "\(table)")
                let ofOwner: Int64 = try await test.asOwner(viewer: .none) {
                    try $0.value(SQL(trusted: "SELECT count(*) FROM " + table))
                }
                #expect(ofOwner == 0, "\(table)")
                #expect(
                    try await Self.count(table, test, test.viewer.walls) >= 2,
                    "the control: \(table) holds rows")
            }
        }
    }

    @Test("an officer sees the marks, dossiers and accounts of their territory, and can change no others")
    func officers() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            let walls = try await test.viewer("can.bo.nha").walls
            for table in Self.marks {
                #expect(try await Self.rounds(table, test, walls) == [places.home.id], "\(table)")
                #expect(try await Self.rounds(table, test, test.viewer.walls).count == 2)
            }
            let owners = try await test.asProgram(viewer: walls) {
                try $0.values(
                    "SELECT establishment_id FROM dossier_paper WHERE establishment_id IS NOT NULL",
                    as: Int64.self)
            }
            #expect(Set(owners).contains(places.makers[0]) && !owners.contains(places.makers[1]))
            #expect(
                try await Self.count("stored_file", test, walls)
                    < Self.count("stored_file", test, test.viewer.walls))
            let logins = try await test.asProgram(viewer: walls) {
                try $0.values("SELECT login FROM account ORDER BY login", as: String.self)
            }
            #expect(logins.contains("can.bo.nha") && !logins.contains("can.bo.xa"))
            #expect(try await Self.count("account_password", test, walls) == 1)
            // what cannot be seen cannot be changed
            let changed = try await test.asProgram(viewer: walls) { session in
                try session.beginAudit()
                return try session.execute(
                    "UPDATE sheet_draft SET content = '{}' WHERE round_id = \(places.away.id)")
            }
            #expect(changed == 0)
            await expectDatabaseError("42501") {
                try await test.asProgram(viewer: walls) { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO sheet_draft (entry_id, stage, judge_id, version, round_id, product_group, content)
                        SELECT e.entry_id, d.stage, j.judge_id, 1, e.round_id, e.product_group, '{}' FROM entry e
                          JOIN judge j USING (round_id), (SELECT DISTINCT stage FROM sheet_draft) d
                        WHERE e.round_id = \(places.away.id) AND j.code = 'J4'
                        """)
                }
            }
        }
    }

    @Test("an officer of a territory files a paper, the content of which somebody else stored already")
    func filing() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            let officer = try await test.viewer("can.bo.nha")
            for text in ["Của tỉnh nhà", "Mây Xa"] {
                let paper = IncomingPaper(
                    try Fields(named: ["kind": "other", "title": text]), bytes: samplePDF("% \(text)"))
                let filed = try await test.registry.addPapers(
                    [paper], to: .establishment(places.makers[0]), today: test.today, as: officer)
                #expect(filed.count == 1)
            }
        }
    }

    @Test("a judge sees their own sheets, the head judge those of the round, and neither another round's")
    func judges() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            for (login, role, judge) in [("hoa", Role.judge, "J2"), ("truong", .headJudge, "J1")] {
                try await test.account(login)
                try await test.grant(role, in: "round:\(places.home.id)", to: login)
                try await test.registry.tieAccount(
                    login, toJudge: judge, round: places.home.id, on: test.today, as: test.viewer)
            }
            @Sendable func judges(_ login: String) async throws -> [String] {
                try await test.asProgram(viewer: try await test.viewer(login).walls) {
                    try $0.values(
                        """
                        SELECT DISTINCT j.code FROM (SELECT judge_id FROM mark UNION SELECT judge_id FROM sheet_draft) s
                          JOIN judge j USING (judge_id) ORDER BY j.code
                        """, as: String.self)
                }
            }
            #expect(try await judges("hoa") == ["J2"])
            #expect(try await judges("truong") == ["J1", "J2", "J3"])
            let walls = try await test.viewer("truong").walls
            #expect(try await Self.rounds("mark", test, walls) == [places.home.id])
            // of dossiers, those of the makers who entered the round
            let makers = try await test.asProgram(viewer: walls) {
                try $0.values("SELECT DISTINCT establishment_id FROM dossier_paper", as: Int64?.self)
            }
            #expect(!makers.contains(places.makers[1]))
            #expect(try await Self.count("account", test, walls) == 1, "their own")
        }
    }

    @Test("an establishment's owner sees their own dossier and account, and no mark")
    func owners() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            try await test.account("chu")
            try await test.grant(.establishmentOwner, in: "establishment:\(places.makers[1])", to: "chu")
            let walls = try await test.viewer("chu").walls
            let owners = try await test.asProgram(viewer: walls) {
                try $0.values("SELECT establishment_id FROM dossier_paper", as: Int64.self)
            }
            #expect(owners == [places.makers[1]])
            #expect(try await Self.count("stored_file", test, walls) == 1)
            #expect(try await Self.count("mark", test, walls) == 0)
            let logins = try await test.asProgram(viewer: walls) {
                try $0.values("SELECT login FROM account", as: String.self)
            }
            #expect(logins == ["chu"])
        }
    }

    @Test(
        "a program is let through the walls by its token's scopes alone: not to what its account's owner has for their own"
    )
    func programs() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            try await test.account("hoa")
            try await test.grant(.judge, in: "round:\(places.home.id)", to: "hoa")
            try await test.grant(.officer, in: "19", to: "hoa")
            try await test.registry.tieAccount(
                "hoa", toJudge: "J2", round: places.home.id, on: test.today, as: test.viewer)
            let person = try await test.viewer("hoa")
            @Sendable func walls(_ scope: TokenScope) -> LocalSettings {
                Viewer(
                    name: person.name, account: person.account, standings: person.standings, day: person.day,
                    permitted: TokenScope.open.union(scope.actions)
                ).walls
            }
            let (reading, rounds) = (walls(.registryRead), walls(.roundsRead))
            for table in Self.marks + Self.dossiers + Self.accounts + ["api_token", "result_part"] {
                #expect(try await Self.count(table, test, reading) == 0, "\(table)")
            }
            // what it is for, in the territory: the tally rests on the marks, and no password on anything
            #expect(try await Self.rounds("mark", test, rounds) == [places.home.id])
            #expect(try await Self.count("account_password", test, rounds) == 0)
            #expect(try await Self.count("account", test, person.walls) >= 1, "the control")
        }
    }

    @Test("a judge's own sheets are theirs as a person, and no program's")
    func ownSheets() async throws {
        try await TestRegistry.run { test in
            let places = try await Self.places(test)
            try await test.account("hoa")
            try await test.grant(.judge, in: "round:\(places.home.id)", to: "hoa")
            try await test.registry.tieAccount(
                "hoa", toJudge: "J2", round: places.home.id, on: test.today, as: test.viewer)
            let person = try await test.viewer("hoa")
            let program = Viewer(
                name: person.name, account: person.account, standings: person.standings, day: person.day,
                permitted: TokenScope.open.union(TokenScope.roundsRead.actions))
            #expect(try await Self.count("sheet_version", test, person.walls) == 1)
            #expect(try await Self.count("sheet_version", test, program.walls) == 0)
            #expect(try await Self.count("account", test, person.walls) == 1)
            #expect(try await Self.count("account", test, program.walls) == 0)
        }
    }

    @Test(
        "attempts to sign in are shown to who has the login, and the documents of results to who reads marks")
    func furtherWalls() async throws {
        try await TestRegistry.run { test in
            let held = try await test.closed(RoundScript(judges: 3), totals: [80])
            for (login, place) in [("can.bo.nha", "19"), ("can.bo.xa", "08")] {
                try await test.account(login)
                try await test.grant(.officer, in: place, to: login)
                await expectRefusal("sign-in-failed") {
                    _ = try await test.registry.signIn(
                        login: login, password: "sai",
                        from: RequestOrigin(network: "192.0.2.1", agent: "x"), at: Self.noon)
                }
            }
            let (home, away) = (try await test.viewer("can.bo.nha"), try await test.viewer("can.bo.xa"))
            #expect(try await Self.count("result_part", test, test.viewer.walls) > 0, "the control")
            #expect(try await Self.rounds("result_part", test, home.walls) == [held.id])
            #expect(try await Self.rounds("result_part", test, away.walls) == [])
            for viewer in [home, away] {
                let logins = try await test.asProgram(viewer: viewer.walls) {
                    try $0.values("SELECT login FROM sign_in_attempt", as: String.self)
                }
                #expect(logins == [viewer.name])
            }
            #expect(try await Self.count("sign_in_attempt", test, .none) == 0)
            #expect(try await Self.count("sign_in_attempt", test, .seeingAll) == 2)
        }
    }

    @Test("what is kept for a time alone is let go when its time is over, and nothing else can be")
    func kept() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            _ = try await test.registry.setPassword(
                "một mật khẩu đủ dài", of: "can.bo", at: Self.noon, as: test.viewer)
            let origin = RequestOrigin(network: "192.0.2.1", agent: "x")
            @Sendable func signIn(onDay days: Int64) async throws -> Int64 {
                _ = try await test.registry.signIn(
                    login: "can.bo", password: "một mật khẩu đủ dài", from: origin,
                    at: Self.noon.adding(seconds: days * 86_400))
                return try await Self.count("sign_in_attempt", test, .seeingAll)
            }
            #expect(try await signIn(onDay: 0) == 1)
            #expect(try await signIn(onDay: 90) == 2)
            #expect(try await signIn(onDay: 91) == 2, "the first is gone")
            for kind in KeptForATime.allCases {
                try await test.asProgram(viewer: .none) { try $0.letGo(kind, at: Self.noon) }
            }
            try await Self.keepUntilTheirTimeIsOver(test)
            await expectDatabaseError("42501") {
                try await test.asProgram { _ = try $0.execute("DELETE FROM sign_in_attempt") }
            }
            await expectDatabaseError("20000") {
                try await test.asProgram { _ = try $0.execute("SELECT let_go('mark', now())") }
            }
        }
    }

    /// Whatever moment the program says it is: what still counts, as attempts that a throttle rests on, stays.
    private static func keepUntilTheirTimeIsOver(_ test: TestRegistry) async throws {
        let kinds: [(KeptForATime, days: Int, insert: SQL)] = [
            (
                .signInAttempts, 90,
                "INSERT INTO sign_in_attempt (login, network, made_at) SELECT 'x', 'y', moment FROM ages"
            ),
            (
                .registrationAttempts, 2,
                "INSERT INTO registration_attempt (network, made_at, is_filed) SELECT 'y', moment, true FROM ages"
            ),
            (
                .providerAttempts, 2,
                """
                INSERT INTO provider_attempt (state_sha256, browser_sha256, nonce, verifier, next, network, begun_at)
                SELECT sha256(n::text::bytea), sha256('b'), 'n', 'v', '/', 'y', moment FROM ages
                """
            ),
            (
                .requestsOfPrograms, 30,
                """
                INSERT INTO api_request (account_id, idempotency_key, request_sha256, outcome, done_at)
                SELECT (SELECT min(account_id) FROM account), n::text, sha256('r'), '', moment FROM ages
                """
            ),
        ]
        #expect(kinds.map(\.0) == KeptForATime.allCases)
        for (kind, days, insert) in kinds {
            let gone: Int64 = try await test.asProgram { session in
                try session.letGo(kind, at: Instant(microsecondsSince1970: 1_900_000_000_000_000))
                // one whose time has been over for an hour, one that has an hour left, and one of now
                try session.execute(
                    """
                    WITH ages AS (SELECT n, clock_timestamp() - age AS moment FROM unnest(ARRAY[
                      make_interval(days => \(days)::integer, hours => 1), make_interval(days => \(days)::integer, hours => -1), interval '0'
                    ]) WITH ORDINALITY t (age, n))

                    """ + insert)
                return try session.value("SELECT let_go(\(kind.rawValue), now() + interval '1 year')")
            }
            #expect(gone == 1, "\(kind)")
        }
    }

    @Test("what a transaction was told is forgotten with it")
    func forgotten() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.places(test)
            let database = Database(url: test.database.url, poolSize: 1)
            let seen: [Int64] = try await [
                database.read(settings: .seeingAll) { try $0.value("SELECT count(*) FROM mark") },
                database.read { try $0.value("SELECT count(*) FROM mark") },
                database.read(.single) { try $0.value("SELECT count(*) FROM account") },
            ]
            await database.close()
            #expect(seen[0] > 0 && seen[1] == 0 && seen[2] == 0)
        }
    }

    @Test("what a trigger checks it checks against every row, whoever changes something")
    func triggers() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.places(test)
            let depth: Bool = try await test.asProgram(viewer: .none) { session in
                try session.script(
                    """
                    CREATE TEMPORARY TABLE probe (seen bigint);
                    CREATE FUNCTION pg_temp.look() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN NEW.seen := (SELECT count(*) FROM mark); RETURN NEW; END $$;
                    CREATE TRIGGER look BEFORE INSERT ON probe FOR EACH ROW EXECUTE FUNCTION pg_temp.look();
                    INSERT INTO probe VALUES (0);
                    """)
                return try session.value("SELECT seen > 0 AND (SELECT count(*) FROM mark) = 0 FROM probe")
            }
            #expect(depth)
        }
    }

    @Test(
        "the units of a territory are found once in a transaction, each territory's own, and forgotten with it"
    )
    func knownUnits() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.places(test)
            let database = Database(url: test.database.url, poolSize: 1)
            for login in ["can.bo.nha", "can.bo.xa", "can.bo.nha"] {
                let viewer = try await test.viewer(login)
                let (before, first, again, known) = try await database.read(settings: viewer.walls) {
                    session in
                    (
                        try session.value(
                            "SELECT coalesce(current_setting('cnnt.known_units', true), '')", as: String.self),
                        try session.values(
                            "SELECT viewer_units(viewer(), 'marks') ORDER BY 1", as: Int64.self),
                        try session.values(
                            "SELECT viewer_units(viewer(), 'marks') ORDER BY 1", as: Int64.self),
                        try session.value("SELECT current_setting('cnnt.known_units')", as: String.self)
                    )
                }
                #expect(before.isEmpty && !known.isEmpty)
                #expect(!first.isEmpty && first == again)
                let home = try await test.asOwner {
                    try $0.value(
                        "SELECT unit_id FROM unit WHERE code = '19' AND level = 'province' LIMIT 1",
                        as: Int64.self)
                }
                #expect(first.contains(home) == (login == "can.bo.nha"))
            }
            await database.close()
        }
    }

    @Test("every wall is forced")
    func catalogue() async throws {
        try await TestRegistry.run { test in
            let walled = try await test.asOwner {
                try $0.values(
                    """
                    SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND c.relforcerowsecurity
                      AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) ORDER BY c.relname
                    """, as: String.self)
            }
            #expect(
                Set(walled).isSuperset(
                    of: Self.marks + Self.dossiers + Self.accounts + [
                        "web_session", "typed_mark", "handed_in_file", "sheet_key", "account_time_code",
                        "account_identity", "provider_attempt", "sign_in_attempt", "result_part",
                        "corrected_part",
                        "product_picture",
                    ]))
        }
    }

    @Test("whoever may do something that needs what is behind a wall is let through it")
    func policy() {
        for wall in Wall.allCases {
            for role in Role.grantable where wall.actions.contains(where: { Policy.allows(role, $0) }) {
                let viewer = Viewer(
                    name: "x", account: 1, standings: [Standing(role: role, scope: .round(7))],
                    day: Day("2026-11-20"))
                let hasOwn = wall == .marks && role == .judge
                #expect(wall.scopes(of: viewer) == (hasOwn ? [] : [.round(7)]), "\(wall) \(role)")
            }
            #expect(wall.scopes(of: .anybody).isEmpty)
        }
    }
}
