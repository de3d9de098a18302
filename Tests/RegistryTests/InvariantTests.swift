import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Invariants")
struct InvariantTests {
    @Test("a new registry breaks none; each has a name of its own and says what it means in both languages")
    func hold() async throws {
        try await TestRegistry.run { test in
            let results = try await test.registry.checkInvariants(as: test.viewer)
            #expect(results.allSatisfy { $0.broken == 0 && $0.examples.isEmpty })
            #expect(Set(results.map(\.name)).count == results.count && results.count == Invariant.all.count)
            #expect(
                results.allSatisfy { !$0.text.vi.isEmpty && !$0.text.en.isEmpty && $0.text.vi != $0.text.en })
        }
    }

    @Test("every tampering is noticed by its invariant")
    func noticed() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let product = try await test.product(of: maker)
            for tampering in Tampering.all {
                let broken = try await test.brokenInvariants { try tampering.work($0, maker.id, product.id) }
                #expect(broken.contains(tampering.invariant), "\(tampering.what), noticed by \(broken)")
            }
        }
    }

    @Test("what is broken is told with some of the records")
    func told() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await test.tamper {
                try $0.script("UPDATE unit SET parent_code = '99' WHERE level = 'commune'")
            }
            let broken = try await test.brokenInvariants()
            #expect(broken.map(\.name) == ["unit-parent-exists"])
            #expect(broken.first?.broken == 24 && broken.first?.examples.count == 5)
        }
    }

    @Test("every table whose rows name an audit event is looked at")
    func auditedTables() async throws {
        try await TestRegistry.run { test in
            let tables = try await test.asOwner { session in
                try session.values(
                    """
                    SELECT t.relname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
                    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attname = 'audit_id'
                      AND t.relname <> 'audit_event'
                    """, as: String.self)
            }
            #expect(Set(tables) == Set(Invariant.auditedTables))
        }
    }

    @Test("every invariant is broken by some tampering here")
    func complete() {
        #expect(Set(Tampering.all.map(\.invariant)) == Set(Invariant.all.map(\.name)))
    }
}

/// Work past all triggers and foreign keys that an invariant must notice.
private struct Tampering: Sendable {
    let invariant: String
    let what: String
    let work: @Sendable (Session, _ establishment: Int64, _ product: Int64) throws -> Void

    private init(
        _ invariant: String, _ what: String,
        _ work: @escaping @Sendable (Session, Int64, Int64) throws -> Void
    ) {
        self.invariant = invariant
        self.what = what
        self.work = work
    }

    static let all = registry + dossiers + judging + results + complaints + corrections + fairs

    private static let registry = [
        Tampering("unit-parent-exists", "a unit loses its parent") { session, _, _ in
            try session.script("UPDATE unit SET parent_code = '999' WHERE code = '05779'")
        },
        Tampering("unit-edge-days", "a unit ends a day later than its edge says") { session, _, _ in
            try session.script(
                "UPDATE unit SET validity = daterange(NULL, '2025-07-02') WHERE code = '05779'")
        },
        Tampering("unit-edge-days", "an edge leads to a unit of another time") { session, _, _ in
            try session.script(
                "UPDATE unit_edge SET effective_date = '2025-06-01' WHERE from_unit_id = unit_on('05779', '2025-01-01')"
            )
        },
        Tampering("establishment-versions", "a record is changed in place") { session, id, _ in
            try session.execute("UPDATE establishment SET capital_vnd = 1 WHERE establishment_id = \(id)")
        },
        Tampering("establishment-versions", "a version is removed") { session, id, _ in
            try session.execute("DELETE FROM establishment_version WHERE establishment_id = \(id)")
        },
        Tampering("establishment-versions", "the past is rewritten") { session, id, _ in
            try session.execute(
                "UPDATE establishment_version SET record = record || '{\"name\": \"Khác\"}' WHERE establishment_id = \(id)"
            )
        },
        Tampering("product-versions", "a record is changed in place") { session, _, id in
            try session.execute("UPDATE product SET name = 'Khác' WHERE product_id = \(id)")
        },
        Tampering("product-versions", "a version number is skipped") { session, _, id in
            try session.execute("UPDATE product SET version = 3 WHERE product_id = \(id)")
        },
        Tampering("set-of-one-establishment", "a member is another establishment's") { session, _, id in
            try session.script(
                """
                INSERT INTO product (product_id, establishment_id, name, name_folded, product_group)
                VALUES (9001, 9001, 'Lạ', 'la', 'food')
                """)
            try session.execute(
                "INSERT INTO product_member (product_id, ordinal, member_product_id) VALUES (\(id), 1, 9001)")
        },
        Tampering("production-site-versions", "a site is changed in place") { session, id, _ in
            try session.execute(
                """
                INSERT INTO production_site (establishment_id, commune_unit_id)
                SELECT establishment_id, commune_unit_id FROM establishment WHERE establishment_id = \(id)
                """)
        },
        Tampering("establishment-redirects-end", "two records are merged into each other") { session, id, _ in
            try session.execute(
                """
                INSERT INTO establishment_redirect (from_establishment_id, into_establishment_id, effective_on, reason)
                VALUES (\(id), 9001, '2026-01-01', 'x'), (9001, \(id), '2026-01-01', 'x')
                """)
        },
        Tampering("redaction-complete", "a removed telephone comes back") { session, id, _ in
            try session.redaction(of: id)
            try session.execute(
                "UPDATE establishment_version SET record = record || '{\"phone\": \"0912345678\"}' WHERE establishment_id = \(id)"
            )
        },
        Tampering("redaction-recorded", "a value is removed without an act") { session, id, _ in
            try session.execute(
                "UPDATE establishment_version SET record = record || '{\"phone\": {\"redaction\": 1}}' WHERE establishment_id = \(id)"
            )
        },
        Tampering("search-documents", "a name is changed and its document is not") { session, id, _ in
            try session.execute(
                "UPDATE establishment SET name_folded = 'khac' WHERE establishment_id = \(id)")
        },
        Tampering("search-documents", "an establishment is closed and the search takes its product for open")
        {
            session, _, id in
            try session.execute(
                "UPDATE product_search SET closed_on = '2026-01-01' WHERE product_id = \(id)")
        },
        Tampering("search-documents", "a product's document is lost") { session, _, id in
            try session.execute("DELETE FROM product_search WHERE product_id = \(id)")
        },
        Tampering("search-postings", "a product is neither in the index nor waiting for it") {
            session, _, id in
            try session.script("SELECT settle_postings('product', 1)")
            try session.execute(
                """
                UPDATE product_posting SET bits = set_bit(bits, \(Int(id % 32768))::integer, 0)
                WHERE word = (SELECT min(word) FROM product_posting)
                """)
        },
        Tampering("search-postings", "an establishment that was waiting is forgotten") { session, _, _ in
            try session.script("DELETE FROM establishment_unsettled")
        },
        Tampering("search-vocabulary", "a word is forgotten") { session, _, _ in
            try session.script("DELETE FROM search_word WHERE word = 'mau'")
        },
        Tampering("checkpoint-of-registry", "a checkpoint of a tree that never was") { session, _, _ in
            try session.checkpoint(
                size: 0, root: "sha256('x')", length: 0, head: "decode(repeat('00', 32), 'hex')")
        },
        Tampering("checkpoint-of-registry", "the tree is cut shorter than a checkpoint saw it") {
            session, _, _ in
            try session.checkpoint(
                size: 1, root: "sha256('x')", length: 0, head: "decode(repeat('00', 32), 'hex')")
        },
        Tampering("checkpoint-of-registry", "the chain under a checkpoint is gone") { session, _, _ in
            try session.checkpoint(size: 0, root: "sha256('')", length: 1, head: "sha256('x')")
        },
        Tampering("audit-event-present", "an event is removed") { session, _, _ in
            try session.round(state: "draft")
            try session.script("DELETE FROM audit_event WHERE audit_id = (SELECT audit_id FROM round)")
        },
        Tampering("audit-event-present", "the event of an establishment is removed") { session, id, _ in
            try session.execute(
                "DELETE FROM audit_event WHERE audit_id = (SELECT audit_id FROM establishment WHERE establishment_id = \(id))"
            )
        },
    ]

    private static let dossiers = [
        Tampering("stored-file-hash", "a byte of a file is changed") { session, _, _ in
            try session.script(
                """
                INSERT INTO stored_file (sha256, bytes, media_type, size) VALUES (sha256('%PDF'), '%PDF', 'application/pdf', 4);
                ALTER TABLE stored_file DROP CONSTRAINT stored_file_bytes_hash;
                UPDATE stored_file SET bytes = '%PDX'
                """)
        },
        Tampering("paper-file-exists", "a file is removed") { session, _, product in
            try session.paper(of: product)
            try session.script("DELETE FROM stored_file")
        },
        Tampering("picture-of-standing-paper", "something else than a photograph is shown as a picture") {
            session, _, product in
            try session.paper(of: product)
            try session.execute(
                """
                INSERT INTO product_picture (product_id, number, dossier_paper_id, alternative, large, large_width,
                  large_height, small, small_width, small_height)
                SELECT \(product), 1, dossier_paper_id, 'x', '\\xffd8ff', 1, 1, '\\xffd8ff', 1, 1 FROM dossier_paper
                """)
        },
        Tampering("entry-paper-of-product", "an entry is given another product's paper") {
            session, _, product in
            try session.paper(of: product)
            try session.round(state: "judging")
            try session.entry(product: product + 1)
            try session.script(
                "INSERT INTO entry_paper (entry_id, dossier_paper_id) SELECT entry_id, dossier_paper_id FROM entry, dossier_paper"
            )
        },
    ]

    private static let judging = [
        Tampering("round-leaf-sum", "a criterion is worth more than its rules say") { session, _, _ in
            try session.markedRound(value: "9")
        },
        Tampering("mark-in-range", "a mark above the maximum") { session, _, _ in
            try session.markedRound(value: "11")
        },
        Tampering("mark-in-range", "a mark off the step") { session, _, _ in
            try session.markedRound(value: "9.3")
        },
        Tampering("mark-after-judging", "marks of a round that is still open") { session, _, _ in
            try session.markedRound(value: "9", state: "open")
        },
        Tampering("mark-by-assigned-judge", "a mark of a judge who was not drawn for the entry") {
            session, _, _ in
            try session.markedRound(value: "9")
            try session.script(
                "INSERT INTO assignment_draw (round_id, per_entry, seed, input, input_sha256) VALUES (1, 1, 'a', '{}', sha256('{}'))"
            )
        },
        Tampering("mark-of-sheet", "a mark of a version that was never submitted") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.submitted()
            try session.script("UPDATE mark SET sheet_version = 2")
        },
        Tampering("mark-of-sheet", "a mark is slipped into a submitted sheet later") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.submitted()
            try session.script("UPDATE mark SET audit_id = audit_id + 1")
        },
        Tampering("sheet-version-complete", "a submitted sheet loses its marks") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.submitted()
            try session.script("DELETE FROM mark")
        },
        Tampering("sheet-version-complete", "a submitted sheet lacks a criterion") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.submitted()
            try session.script(
                "INSERT INTO round_leaf (round_id, product_group, leaf, criterion, ordinal, max) VALUES (1, 'food', 'market', 'market', 2, 40)"
            )
        },
        Tampering("sheet-versions-in-turn", "a second version that nobody gave leave for") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.submitted()
            try session.submitted(version: 2)
        },
        Tampering("sheets-closed", "a closed round has a reopened sheet") { session, _, _ in
            try session.markedRound(value: "9.25", state: "closed")
            try session.submitted()
            try session.script(
                "INSERT INTO sheet_reopening (entry_id, stage, judge_id, version, reason) SELECT entry_id, 'final', 1, 1, 'x' FROM entry"
            )
        },
        Tampering("typed-by-two-hands", "one hand typed both copies") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.typed("9.25", "9.25")
        },
        Tampering("typed-as-settled", "an accepted sheet says what one copy does not") { session, _, _ in
            try session.markedRound(value: "9.25")
            try session.typed("9.25", "9.5")
            try session.submitted(source: "typed")
        },
        Tampering("typed-as-settled", "an accepted sheet says something else than was settled") {
            session, _, _ in
            try session.markedRound(value: "9.25")
            try session.typed("9.25", "9")
            try session.submitted(source: "typed")
            try session.script(
                """
                INSERT INTO typed_settlement (entry_id, stage, judge_id, version, leaf, round_id, product_group, value, reason)
                SELECT entry_id, 'final', 1, 1, 'other', 1, 'food', 9.5, 'x' FROM entry
                """)
        },
        Tampering("entry-lower-award", "an entry rests on nothing") { session, _, _ in
            try session.round(state: "open", lowerLevels: ["district"])
            try session.entry()
        },
        Tampering("entry-lower-award", "the lower certificate had expired on the filing day") {
            session, _, _ in
            try session.round(state: "open", lowerLevels: ["district"])
            try session.entry(filedOn: "2021-01-01")
            try session.script(
                """
                INSERT INTO award (award_id, level, year, issuer_code, issuer_name, decision_number, decision_date,
                  product_name, establishment_name)
                OVERRIDING SYSTEM VALUE
                VALUES (9001, 'district', 2018, '164', 'UBND', '1/QĐ', '2018-06-01', 'Chè', 'Cơ sở');
                INSERT INTO certificate (award_id, issued_on, valid_to) VALUES (9001, '2018-06-01', '2020-12-31');
                UPDATE entry SET lower_award_id = 9001, nomination_id = 9001
                """)
        },
    ]

    private static let results = [
        Tampering("council-vote-sum", "a vote is counted twice") { session, _, _ in
            try session.council()
            try session.script(
                "INSERT INTO council_vote (council_meeting_id, in_favour, against, abstained) VALUES (1, 2, 0, 0)"
            )
        },
        Tampering("notice-of-result", "somebody was told of a decision that there is not") { session, _, _ in
            try session.round(state: "closed")
            try session.entry()
            try session.script(
                """
                INSERT INTO entry_notice (entry_id, kind, result_version, noticed_on, channel, body)
                SELECT entry_id, 'decision', 1, '2023-07-01', 'post', 'x' FROM entry
                """)
        },
        Tampering("council-attendance-sitting", "somebody was present who had left") { session, _, _ in
            try session.council()
            try session.script("UPDATE council_member SET member_to = '2023-05-29'")
        },
        Tampering("decision-vote", "a decision without the vote that its plan demands") { session, _, _ in
            try session.decidedRound()
            try session.script(
                """
                UPDATE round SET rules = d.text, rules_sha256 = sha256(convert_to(d.text, 'UTF8'))
                FROM (VALUES ('{"decision": {"vote": "required"}}')) d (text)
                """)
        },
        Tampering("result-of-closed-round", "a closed round without a result") { session, _, _ in
            try session.round(state: "closed")
        },
        Tampering("result-of-closed-round", "a line is missing") { session, _, _ in
            try session.round(state: "closed")
            try session.result(eligible: true)
            try session.entry("E2", product: 2)
        },
        Tampering("result-hash", "a total is changed after closing") { session, _, _ in
            try session.round(state: "closed")
            try session.result(eligible: true)
            try session.script("UPDATE result_line SET total = '91'")
        },
        Tampering("marks-conserved", "a result that rests on a mark more than there are") { session, _, _ in
            try session.round(state: "closed")
            try session.result(eligible: true)
        },
        Tampering("result-recomputed", "a result that its marks do not give") { session, _, _ in
            try session.round(state: "closed")
            try session.result(eligible: true)
        },
        Tampering("result-parts", "parts of what a result rests on are lost") { session, _, _ in
            try session.script(
                "INSERT INTO result_part (round_id, part, sha256, document) VALUES (1, 'rules', sha256('{}'), '{}')"
            )
        },
        Tampering("result-parts", "the comments alone are lost") { session, _, _ in
            try session.script(
                """
                INSERT INTO result_part (round_id, part, sha256, document)
                SELECT 1, part, sha256(convert_to(document, 'UTF8')), document FROM (VALUES
                  ('identities', '[]'), ('round', '{}'), ('rules', '{}'), ('entries', '{}'), ('roster', '{}'), ('tally', '{}'),
                  ('meetings', '[]')) v (part, document)
                UNION ALL SELECT 1, 'marks', sha256('{}'), NULL
                """)
        },
        Tampering("result-parts", "a code becomes another product's") { session, _, _ in
            try session.round(state: "closed")
            try session.entry(product: 7)
            try session.script(
                """
                INSERT INTO result_part (round_id, part, sha256, document)
                SELECT 1, part, sha256(convert_to(document, 'UTF8')), document FROM (VALUES
                  ('identities', '[{"code":"E1","product":"8","establishment":"1"}]'), ('round', '{}'), ('rules', '{}'),
                  ('entries', '{}'), ('roster', '{}'), ('tally', '{}')) v (part, document)
                UNION ALL SELECT 1, 'marks', sha256('{}'), NULL
                """)
        },
        Tampering("recognised-is-eligible", "an entry is recognised that was not eligible") { session, _, _ in
            try session.decidedRound()
            try session.result(eligible: false)
            try session.script(
                "INSERT INTO decision_line (decision_id, entry_id, recognised, award_id) SELECT 1, entry_id, true, 1 FROM entry"
            )
        },
        Tampering("decision-complete", "a decision is silent about an entry") { session, _, _ in
            try session.decidedRound()
            try session.entry()
        },
        Tampering("decision-amendments", "an amendment is taken out of the row of acts") { session, _, _ in
            try session.decidedRound()
            try session.entry()
            try session.amendment(2)
        },
        Tampering("decision-amendments", "an amendment that is before what it amends") { session, _, _ in
            try session.decidedRound()
            try session.entry()
            try session.amendment(1, on: "2023-06-29")
        },
        Tampering("award-withdrawals", "an award is withdrawn that still stands") { session, _, _ in
            try session.decidedRound()
            try session.entry()
            try session.script(
                """
                INSERT INTO decision_line (decision_id, entry_id, recognised, award_id) SELECT 1, entry_id, true, 1 FROM entry;
                INSERT INTO award_withdrawal (award_id, decision_id) VALUES (1, 1)
                """)
        },
        Tampering("award-withdrawals", "an amendment says no and leaves the award") { session, _, _ in
            try session.decidedRound()
            try session.entry()
            try session.script(
                "INSERT INTO decision_line (decision_id, entry_id, recognised, award_id) SELECT 1, entry_id, true, 1 FROM entry"
            )
            try session.amendment(1)
        },
        Tampering("certificate-numbers-gapless", "a number is missing") { session, _, _ in
            try session.script("INSERT INTO certificate_series VALUES ('CNNT', '19', 2023, 1)")
        },
        Tampering("certificate-numbers-gapless", "a number is jumped over") {
            session, establishment, product in
            try session.certificate(establishment: establishment, product: product)
            try session.script("UPDATE certificate SET serial = 2")
        },
        Tampering("certificate-says-award", "the paper names another product") {
            session, establishment, product in
            try session.certificate(establishment: establishment, product: product)
            try session.script("UPDATE award SET product_name = 'Khác'")
        },
        Tampering("certificate-replacement", "a certificate replaces another award's") {
            session, establishment, product in
            try session.certificate(establishment: establishment, product: product)
            try session.script(
                """
                UPDATE certificate SET replaces = 9999, replacement_act = '1/QĐ', replacement_act_date = issued_on,
                  replacement_reason = 'Thử'
                """)
        },
        Tampering("certificate-replacement", "one that was replaced is revoked") {
            session, establishment, product in
            try session.certificate(establishment: establishment, product: product)
            try session.script(
                """
                UPDATE certificate_series SET last_serial = 2;
                INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper,
                  replaces, replacement_act, replacement_act_date, replacement_reason)
                SELECT award_id, register, series, year, 2, '02/CNNT', 'ABD', issued_on, valid_to, paper,
                  certificate_id, '1/QĐ', issued_on, 'Thử' FROM certificate;
                INSERT INTO revocation (certificate_id, number, revoked_on, reason)
                SELECT certificate_id, '2/QĐ', issued_on, 'Thử' FROM certificate WHERE replaces IS NULL
                """)
        },
        Tampering("certificate-says-award", "the last day is put off") { session, establishment, product in
            try session.certificate(establishment: establishment, product: product)
            try session.script("UPDATE certificate SET valid_to = '2030-12-31'")
        },
    ]
}

extension Tampering {
    fileprivate static let corrections = [
        Tampering("correction-versions", "a version is jumped over") { session, _, _ in
            try session.correction(version: 3)
        },
        Tampering("correction-versions", "a version without its lines and parts") { session, _, _ in
            try session.correction(version: 2)
        },
        Tampering("correction-hash", "a corrected total is changed") { session, _, _ in
            try session.correction(version: 2)
            try session.script("UPDATE corrected_line SET total = '91'")
        },
        Tampering("result-recomputed", "a corrected result that its marks do not give") { session, _, _ in
            try session.correction(version: 2)
        },
    ]

    fileprivate static let complaints = [
        Tampering("complaint-of-result", "a complaint about a round that is not closed") { session, _, _ in
            try session.round(state: "judging")
            try session.entry()
            try session.complaint()
        },
        Tampering("complaint-days", "an answer from before the complaint") { session, _, _ in
            try session.round(state: "closed")
            try session.entry()
            try session.complaint()
            try session.script(
                """
                INSERT INTO complaint_end (complaint_id, ended_on, finding, number, statement)
                SELECT complaint_id, received_on - 1, 'rejected', '1/TL', 'Không' FROM complaint
                """)
        },
        Tampering("complaint-days", "a late complaint that does not say why it was taken") { session, _, _ in
            try session.round(state: "closed")
            try session.entry()
            try session.script("ALTER TABLE complaint DROP CONSTRAINT complaint_in_time")
            try session.complaint()
            try session.script("UPDATE complaint SET file_by = received_on - 1")
        },
    ]
}

extension Tampering {
    fileprivate static let fairs = [
        Tampering("booth-versions", "a booth is changed in place") { session, _, _ in try session.fair() },
        Tampering("booth-plan", "a booth is gone from the plan") { session, _, _ in
            try session.fair()
            try session.script("UPDATE fair_plan SET booths = 2")
        },
        Tampering("booth-plan", "a booth stands on another") { session, _, _ in
            try session.fair()
            try session.script("ALTER TABLE booth DROP CONSTRAINT booth_place_overlap")
            try session.booth(2, x: 1)
            try session.script("UPDATE fair_plan SET booths = 2")
        },
        Tampering("booth-once", "a booth is given twice") { session, _, _ in
            try session.fair()
            try session.script("ALTER TABLE booth_allocation DROP CONSTRAINT booth_allocation_double")
            try session.allocation(1)
            try session.allocation(2)
        },
        Tampering("booth-given-on-plan", "a booth is given to nobody") { session, _, _ in
            try session.fair()
            try session.allocation(1)
        },
        Tampering("booth-given-on-plan", "a booth that is given is taken off the plan") { session, _, _ in
            try session.fair()
            try session.allocation(1)
            try session.script(
                """
                INSERT INTO booth_tenant (booth_allocation_id, ordinal, kind, role, name) VALUES (1, 1, 'sponsor', 'tenant', 'x');
                UPDATE booth SET removed_in = 1
                """)
        },
        Tampering("booth-steps", "an allocation is confirmed in place") { session, _, _ in
            try session.fair()
            try session.allocation(1)
            try session.script(
                """
                INSERT INTO booth_step (booth_allocation_id, version, state) VALUES (1, 1, 'held');
                UPDATE booth_allocation SET state = 'confirmed'
                """)
        },
        Tampering("booth-support-rule", "funds pay more than their share") { session, _, _ in
            try session.fair()
            try session.fundedAllocation(51)
        },
        Tampering("booth-support-rule", "local funds pay by a rule of the national ones") { session, _, _ in
            try session.fair()
            try session.fundedAllocation(50)
            try session.script("UPDATE booth_allocation SET funds = 'local'")
        },
        Tampering("booth-support-caps", "an establishment gets more than its cap at a fair") {
            session, establishment, _ in
            try session.fair()
            try session.fundedAllocation(50)
            try session.execute(
                """
                INSERT INTO booth_tenant (booth_allocation_id, ordinal, kind, role, establishment_id)
                VALUES (1, 1, 'establishment', 'tenant', \(establishment))
                """)
        },
        Tampering("booth-quota-kept", "a quota is made smaller than what is confirmed") { session, _, _ in
            try session.fair()
            try session.allocation(1)
            try session.script(
                """
                UPDATE booth_allocation SET state = 'confirmed', province_unit_id = unit_on('19', '2026-12-10');
                INSERT INTO booth_quota (fair_id, province_unit_id, booths) VALUES (1, unit_on('19', '2026-12-10'), 0)
                """)
        },
        Tampering("booth-request-steps", "a request is withdrawn in place") { session, _, _ in
            try session.fair()
            try session.request(1)
            try session.script("UPDATE booth_request SET state = 'withdrawn'")
        },
        Tampering("booth-request-given", "a request is said to have booths") { session, _, _ in
            try session.fair()
            try session.request(1)
            try session.script("UPDATE booth_request SET state = 'given'")
        },
        Tampering("booth-run-hash", "the result of a sharing out is altered") { session, _, _ in
            try session.fair()
            try session.script(
                """
                ALTER TABLE booth_run DROP CONSTRAINT booth_run_result_hash;
                INSERT INTO fair_terms (fair_id, version, requests_until, rules) VALUES (1, 1, '2026-11-22', '{}');
                INSERT INTO booth_run (fair_id, terms_version, held_until, input, input_sha256, result, result_sha256)
                VALUES (1, 1, '2026-12-10', '{}', sha256('{}'), '{"x":1}', sha256('{}'))
                """)
        },
        Tampering("booth-waiting-places", "a place on the waiting list is left out") { session, _, _ in
            try session.fair()
            try session.request(1)
            try session.script("UPDATE booth_request SET state = 'waiting', waiting_position = 2")
        },
    ]
}

extension TestRegistry {
    /// The invariants that some tampering breaks, which is undone again.
    fileprivate func brokenInvariants(by work: @Sendable (Session) throws -> Void) async throws -> [String] {
        struct Undone: Error { let broken: [String] }
        do {
            try await tamper { session in
                try work(session)
                throw Undone(
                    broken: try Invariant.all.filter {
                        try !session.values(SQL(trusted: $0.sql), as: String.self).isEmpty
                    }
                    .map(\.name))
            }
        } catch let undone as Undone {
            return undone.broken
        }
        return []
    }
}

extension Session {
    /// An act that removed the telephone from the first version.
    fileprivate func redaction(of establishment: Int64) throws {
        try execute(
            """
            INSERT INTO redaction (establishment_id, act_number, redacted_on, reason, fields, version)
            VALUES (\(establishment), '1/QĐ', '2026-01-01', 'x', '{phone}', 1)
            """)
    }

    /// A checkpoint as if it had been signed, of hashes in SQL.
    fileprivate func checkpoint(size: Int, root: String, length: Int, head: String) throws {
        try script(
            """
            INSERT INTO signed_checkpoint (tree_size, root, chain_length, chain_head, key_id, signed_on, note)
            SELECT \(size), root, \(length), head, 'k', '2026-11-20', format(
              E'cnnt/registry\\n\(size)\\n%s\\nchain \(length) %s\\ntime 2026-11-20T08:00:00+07:00\\n\\n— cnnt-k x\\n',
              encode(root, 'base64'), encode(head, 'hex'))
            FROM (SELECT \(root) AS root, \(head) AS head) hashes
            """)
    }

    /// A description of a product on file.
    fileprivate func paper(of product: Int64) throws {
        try script(
            "INSERT INTO stored_file (sha256, bytes, media_type, size) VALUES (sha256('%PDF'), '%PDF', 'application/pdf', 4)"
        )
        try execute(
            """
            INSERT INTO dossier_paper (product_id, kind, sha256, received_sha256)
            SELECT \(product), 'description', sha256, sha256 FROM stored_file
            """)
    }

    /// A meeting with one member present.
    fileprivate func council() throws {
        try round(state: "closed")
        try script(
            """
            INSERT INTO council_member (council_member_id, round_id, name, role, member_from) OVERRIDING SYSTEM VALUE
            VALUES (1, 1, 'x', 'chair', '2023-05-01');
            INSERT INTO council_meeting (council_meeting_id, round_id, held_on) VALUES (1, 1, '2023-05-30');
            INSERT INTO council_attendance VALUES (1, 1);
            """)
    }

    /// A further act of the decided round, which recognises nothing.
    fileprivate func amendment(_ amendment: Int, on day: String = "2023-07-30") throws {
        try execute(
            """
            WITH act AS (
              INSERT INTO decision (decision_id, round_id, number, decided_on, authority, place, capacity, signatory_title,
                signatory_name, amendment, amendment_reason)
              OVERRIDING SYSTEM VALUE
              VALUES (2, 1, '9002/QĐ', \(day)::text::date, 'ỦY BAN NHÂN DÂN', 'Thái Nguyên', 'TM.', 'CHỦ TỊCH', '', \(amendment), 'x')
              RETURNING decision_id)
            INSERT INTO decision_line (decision_id, entry_id, recognised) SELECT act.decision_id, entry_id, false FROM act, entry
            """)
    }

    /// A closed round's result and a correction of it, hashed as it should be.
    fileprivate func correction(version: Int) throws {
        try round(state: "closed")
        try result(eligible: true)
        try execute(
            """
            INSERT INTO result_correction (round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
            VALUES (1, \(version), '1/QĐ', '2023-06-05', 'x', 'final', 1, sha256(convert_to(E'E1,90,90.00,1,true,5,\\n', 'UTF8')))
            """)
        try script(
            """
            INSERT INTO corrected_line (result_correction_id, entry_id, ordinal, total, shown, rank, eligible, judges)
            SELECT result_correction_id, entry_id, 1, '90', '90.00', 1, true, 5 FROM entry, result_correction
            """)
    }

    /// A fair with a plan of one booth.
    fileprivate func fair() throws {
        try script(
            """
            INSERT INTO fair (fair_id, name, level, organiser_code, venue, days, set_up_on, plan_version, state)
            VALUES (1, 'x', 'national', 'VN', 'x', '[2026-12-10,2026-12-14]', '2026-12-10', 1, 'open');
            INSERT INTO fair_plan (fair_id, version, source, booths) VALUES (1, 1, 'file', 1);
            """)
        try booth(1, x: 0)
    }

    fileprivate func booth(_ id: Int64, x: Int) throws {
        try execute(
            """
            INSERT INTO booth (booth_id, fair_id, code, code_key, x_mm, y_mm, width_mm, depth_mm, is_corner)
            VALUES (\(id), 1, 'A' || \(id), 'a' || \(id), \(x), 0, 3000, 3000, false)
            """)
    }

    /// A hold of the fair's booth, by nobody and without steps.
    fileprivate func allocation(_ id: Int64) throws {
        try execute(
            """
            INSERT INTO booth_allocation (booth_allocation_id, fair_id, booth_id, group_id, days, state, held_until)
            VALUES (\(id), 1, 1, \(id), '[2026-12-10,2026-12-14]', 'held', '2026-12-10')
            """)
    }

    /// A sponsor's request for a booth of the fair, with its first step.
    fileprivate func request(_ id: Int64) throws {
        try execute(
            """
            INSERT INTO booth_request (booth_request_id, fair_id, kind, name, booths, is_adjacent, zones, takes_other_zones, days,
              filed_on)
            VALUES (\(id), 1, 'sponsor', 'x' || \(id), 1, false, '{}', true, '[2026-12-10,2026-12-14]', '2026-11-01')
            """)
        try execute(
            "INSERT INTO booth_request_step (booth_request_id, version, state) VALUES (\(id), 1, 'filed')")
    }

    /// The fair's booth confirmed, with so much of its rent of 100 đồng paid by funds that pay half, and 40 at a fair at most.
    fileprivate func fundedAllocation(_ support: Int64) throws {
        try allocation(1)
        try execute(
            """
            INSERT INTO funding_rule (funding_rule_id, source, fair_kind, share_hundredths, priority_percent, fair_cap_vnd,
              validity, legal_basis)
            VALUES (99, 'national', 'organised', 5000, 100, 40, '[2026-01-01,)', 'x')
            """)
        try execute(
            """
            UPDATE booth_allocation SET state = 'confirmed', price_vnd = 100, funds = 'national', funding_rule_id = 99,
              support_vnd = \(support)
            """)
    }

    /// A complaint about the round's entry.
    fileprivate func complaint() throws {
        try script(
            """
            INSERT INTO complaint (round_id, entry_id, complainant, received_on, statement)
            SELECT 1, entry_id, 'Người khiếu nại', '2023-07-10', 'Điểm sai' FROM entry
            """)
    }

    /// A round with one entry and one mark of up to 10 in steps of 0.25.
    fileprivate func markedRound(value: String, state: String = "judging") throws {
        try round(state: state)
        try entry()
        try execute(
            """
            WITH leaf AS (
              INSERT INTO round_leaf (round_id, product_group, leaf, criterion, ordinal, max, step)
              VALUES (1, 'food', 'other', 'other', 1, 10, 0.25)
            )
            INSERT INTO mark (round_id, stage, entry_id, judge_id, leaf, product_group, value)
            SELECT 1, 'final', entry_id, 1, 'other', 'food', \(value)::text::numeric FROM entry
            """)
    }

    /// The sheet of the marked round as submitted.
    fileprivate func submitted(version: Int = 1, source: String = "judge") throws {
        try execute(
            """
            INSERT INTO sheet_version (entry_id, stage, judge_id, version, round_id, product_group, source)
            SELECT entry_id, 'final', 1, \(version), 1, 'food', \(source) FROM entry
            """)
    }

    /// Two copies of the sheet of the marked round, by one hand.
    fileprivate func typed(_ first: String, _ second: String) throws {
        try execute(
            """
            INSERT INTO typed_mark (entry_id, stage, judge_id, version, copy, leaf, round_id, product_group, value)
            SELECT entry_id, 'final', 1, 1, c.copy, 'other', 1, 'food', c.value::numeric
            FROM entry, (VALUES (1, \(first)::text), (2, \(second)::text)) AS c (copy, value)
            """)
    }

    /// A result with one entry, hashed as closing does.
    fileprivate func result(eligible: Bool) throws {
        try entry()
        try execute(
            """
            WITH line AS (
              INSERT INTO result_line (round_id, entry_id, ordinal, total, shown, rank, eligible, judges)
              SELECT 1, entry_id, 1, '90', '90.00', 1, \(eligible), 5 FROM entry
            )
            INSERT INTO result (round_id, closed_on, stage, marks, lines_sha256)
            VALUES (1, '2023-05-30', 'final', 1,
              sha256(convert_to(concat('E1,90,90.00,1,', \(eligible)::bool::text, E',5,\\n'), 'UTF8')))
            """)
    }

    /// A certificate that says what its award says.
    fileprivate func certificate(establishment: Int64, product: Int64) throws {
        try execute(
            """
            INSERT INTO award (award_id, product_id, establishment_id, level, year, issuer_code, issuer_name, decision_number,
              decision_date, product_name, establishment_name)
            OVERRIDING SYSTEM VALUE
            VALUES (9001, \(product), \(establishment), 'provincial', 2023, '19', 'UBND', '1/QĐ', '2023-06-30', 'Chè', 'Cơ sở')
            """)
        try script(
            """
            INSERT INTO certificate_series VALUES ('CNNT', '19', 2023, 1);
            INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper)
            VALUES (9001, 'CNNT', '19', 2023, 1, '01/CNNT', 'ABC', '2023-07-10', '2026-12-31',
              '{"number": "01/CNNT", "product": {"name": "Chè"}, "establishment": {"name": "Cơ sở"},
                "decision": {"number": "1/QĐ"}, "valid_through": "2026-12-31"}')
            """)
    }
}
