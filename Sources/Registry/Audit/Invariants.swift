import Postgres
public import RuralIndustry

/// Something that must hold for the whole database at any time, and how many records break it now.
public struct InvariantResult: Hashable, Sendable {
    public let name: String
    public let text: Bilingual
    /// 0: it holds.
    public let broken: Int
    /// Some of the records that break it.
    public let examples: [String]
}

extension Registry {
    /// Checks every invariant in one snapshot.
    public func checkInvariants(as viewer: Viewer) async throws -> [InvariantResult] {
        try await read(.integrityCheck, of: .many("registry"), as: viewer) { session in
            try Invariant.all.map { invariant in
                let broken = try session.values(SQL(trusted: invariant.sql), as: String.self)
                return InvariantResult(
                    name: invariant.name, text: invariant.text, broken: broken.count,
                    examples: Array(broken.prefix(5)))
            }
        }
    }
}

/// An invariant as a query for the records that break it, each as one text.
struct Invariant {
    let name: String
    let text: Bilingual
    let sql: String

    private init(_ name: String, vi: String, en: String, _ sql: String) {
        self.name = name
        self.text = Bilingual(vi: vi, en: en)
        self.sql = sql
    }

    static let all: [Invariant] = registry + dossiers + judging + results

    private static let registry = [
        Invariant(
            "unit-parent-exists", vi: "Mỗi đơn vị có đơn vị cấp trên vào ngày bắt đầu của nó",
            en: "Every unit has its parent on the day it begins",
            """
            SELECT u.code FROM unit u WHERE u.parent_code IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM unit p WHERE p.code = u.parent_code
                AND p.validity @> coalesce(lower(u.validity), upper(u.validity) - 1, current_date))
            """),
        Invariant(
            "unit-edge-days", vi: "Mỗi bước chuyển nối đơn vị kết thúc với đơn vị tồn tại vào ngày đó",
            en: "Every lineage edge joins a unit that ends to one that exists on its day",
            """
            SELECT f.code || ' → ' || t.code FROM unit_edge e JOIN unit f ON f.unit_id = e.from_unit_id
              JOIN unit t ON t.unit_id = e.to_unit_id
            WHERE upper(f.validity) IS DISTINCT FROM e.effective_date OR NOT t.validity @> e.effective_date
            """),
        Invariant(
            "establishment-versions", vi: "Mọi phiên bản của cơ sở đều còn, và bản cuối là bản hiện tại",
            en: "Every version of an establishment is kept, and the last one is the present",
            """
            SELECT e.establishment_id::text FROM establishment e WHERE e.version <> (
                SELECT count(*) FROM establishment_version v WHERE v.establishment_id = e.establishment_id)
              OR jsonb_strip_nulls(to_jsonb(e) - '{establishment_id,version,audit_id,name_folded}'::text[]) IS DISTINCT FROM (
                SELECT jsonb_strip_nulls(record) FROM establishment_version v
                WHERE v.establishment_id = e.establishment_id AND v.version = e.version)
            """),
        Invariant(
            "product-versions", vi: "Mọi phiên bản của sản phẩm đều còn, và bản cuối là bản hiện tại",
            en: "Every version of a product is kept, and the last one is the present",
            """
            SELECT p.product_id::text FROM product p WHERE p.version <> (
                SELECT count(*) FROM product_version v WHERE v.product_id = p.product_id)
              OR (to_jsonb(p) - '{product_id,version,audit_id,name_folded}'::text[]) IS DISTINCT FROM (
                SELECT record FROM product_version v WHERE v.product_id = p.product_id AND v.version = p.version)
            """),
        Invariant(
            "set-of-one-establishment", vi: "Các sản phẩm của một bộ thuộc cùng một cơ sở",
            en: "The members of a set belong to its establishment",
            """
            SELECT s.product_id::text FROM product_member m JOIN product s USING (product_id)
              JOIN product p ON p.product_id = m.member_product_id WHERE p.establishment_id <> s.establishment_id
            """),
        Invariant(
            "production-site-versions",
            vi: "Mọi phiên bản của nơi sản xuất đều còn, và bản cuối là bản hiện tại",
            en: "Every version of a production site is kept, and the last one is the present",
            """
            SELECT s.production_site_id::text FROM production_site s WHERE s.version <> (
                SELECT count(*) FROM production_site_version v WHERE v.production_site_id = s.production_site_id)
              OR jsonb_strip_nulls(to_jsonb(s) - '{production_site_id,version,audit_id}'::text[]) IS DISTINCT FROM (
                SELECT jsonb_strip_nulls(record) FROM production_site_version v
                WHERE v.production_site_id = s.production_site_id AND v.version = s.version)
            """),
        Invariant(
            "establishment-redirects-end", vi: "Vào mọi ngày, chuỗi hợp nhất của mỗi cơ sở có điểm cuối",
            en: "On every day each chain of merged establishments ends somewhere",
            """
            WITH RECURSIVE chain AS (
              SELECT r.from_establishment_id AS start, r.into_establishment_id AS id,
                daterange(r.effective_on, r.undone_on) AS days
              FROM establishment_redirect r
              UNION
              SELECT c.start, r.into_establishment_id, c.days * daterange(r.effective_on, r.undone_on)
              FROM chain c JOIN establishment_redirect r ON r.from_establishment_id = c.id
                AND daterange(r.effective_on, r.undone_on) && c.days
              WHERE c.id <> c.start
            )
            SELECT DISTINCT start::text FROM chain WHERE id = start AND NOT isempty(days)
            """),
        Invariant(
            "redaction-complete",
            vi: "Dữ liệu liên hệ đã xoá theo văn bản không còn trong phiên bản nào từ trước",
            en: "Contact data removed by an act stand in no version from before it",
            """
            SELECT v.establishment_id || '/' || v.version FROM redaction r JOIN establishment_version v USING (establishment_id)
            WHERE v.version <= r.version AND contact_fields(v.record) <> '{}'
            """),
        Invariant(
            "redaction-recorded", vi: "Mỗi chỗ đã xoá trong lịch sử nêu một văn bản có ghi lại",
            en: "Every removed value in the history names a recorded act",
            """
            SELECT v.establishment_id || '/' || v.version
            FROM establishment_version v, LATERAL jsonb_each(v.record) AS f
            WHERE jsonb_typeof(f.value) = 'object' AND NOT EXISTS (
              SELECT FROM redaction r WHERE r.establishment_id = v.establishment_id AND v.version <= r.version
                AND r.redaction_id = (f.value ->> 'redaction')::bigint AND f.key = ANY (r.fields))
            """),
        Invariant(
            "search-documents",
            vi: "Mỗi cơ sở và sản phẩm tìm được theo tên hiện tại, và chỉ theo số điện thoại đang có",
            en:
                "Every establishment and product is found by its present name, and by a telephone number only if it has one",
            """
            SELECT 'establishment ' || e.establishment_id FROM establishment e
              LEFT JOIN establishment_search s USING (establishment_id)
            WHERE s.establishment_id IS NULL OR NOT starts_with(s.words, e.name_folded)
              OR (s.document @@ '''p.'':*'::tsquery) <> (e.phone IS NOT NULL)
            UNION ALL
            SELECT 'product ' || p.product_id FROM product p LEFT JOIN product_search s USING (product_id)
            WHERE s.product_id IS NULL OR NOT starts_with(s.words, p.name_folded)
            """),
        Invariant(
            "search-vocabulary", vi: "Kho từ để tìm đếm đúng những từ của cơ sở và sản phẩm",
            en: "The vocabulary of the search counts the words of establishments and products",
            """
            SELECT word FROM (
              SELECT v.word, sum(v.occurrences) AS kept
              FROM (SELECT word, occurrences FROM search_word UNION ALL SELECT word, change FROM search_word_change) v
              GROUP BY v.word
            ) k FULL JOIN (
              SELECT w.word, count(*) AS counted
              FROM (SELECT words FROM establishment_search UNION ALL SELECT words FROM product_search) t,
                string_to_table(t.words, ' ') AS w (word) WHERE w.word ~ '^[^0-9]+$' GROUP BY w.word
            ) c USING (word) WHERE coalesce(k.kept, 0) <> coalesce(c.counted, 0)
            """),
    ]

    private static let dossiers = [
        Invariant(
            "stored-file-hash", vi: "Mỗi tệp lưu trữ khớp với mã băm và kích thước của nó",
            en: "Every stored file matches its hash and its size",
            """
            SELECT encode(f.sha256, 'hex') FROM stored_file f
            WHERE f.sha256 <> sha256(f.bytes) OR f.size <> octet_length(f.bytes)
            """),
        Invariant(
            "paper-file-exists", vi: "Mỗi giấy tờ của hồ sơ có tệp của nó",
            en: "Every paper of a dossier has its file",
            """
            SELECT d.dossier_paper_id::text FROM dossier_paper d
            WHERE NOT EXISTS (SELECT 1 FROM stored_file f WHERE f.sha256 = d.sha256)
            """),
        Invariant(
            "entry-paper-of-product",
            vi: "Giấy tờ nộp kèm một hồ sơ bình chọn thuộc sản phẩm hoặc cơ sở của hồ sơ đó",
            en: "The papers of an entry belong to its product or establishment",
            """
            SELECT p.entry_id || '/' || p.dossier_paper_id FROM entry_paper p LEFT JOIN entry e USING (entry_id)
            WHERE NOT EXISTS (
              SELECT 1 FROM papers_of_product(e.product_id) d WHERE d.dossier_paper_id = p.dossier_paper_id)
            """),
    ]

    private static let judging = [
        Invariant(
            "mark-in-range", vi: "Mọi điểm nằm trong khoảng và đúng bước của tiêu chí",
            en: "Every mark is within the range and step of its criterion",
            """
            SELECT m.entry_id || '/' || m.leaf FROM mark m JOIN round_leaf l USING (round_id, product_group, leaf)
            WHERE m.value < 0 OR m.value > l.max OR mod(m.value, l.step) <> 0
            """),
        Invariant(
            "mark-by-assigned-judge",
            vi: "Nơi có phân công, giám khảo chỉ chấm sản phẩm được phân công",
            en: "Where judges were drawn, they marked only what was drawn for them",
            """
            SELECT m.entry_id || '/' || m.judge_id FROM mark m WHERE current_draw(m.round_id) IS NOT NULL AND NOT EXISTS (
              SELECT FROM judge_assignment s WHERE s.assignment_draw_id = current_draw(m.round_id)
                AND s.entry_id = m.entry_id AND s.judge_id = m.judge_id)
            """),
        Invariant(
            "mark-after-judging", vi: "Chỉ kỳ bình chọn đã qua bước chấm mới có điểm",
            en: "Only rounds that reached judging have marks",
            """
            SELECT DISTINCT r.round_id::text FROM mark m JOIN round r USING (round_id) WHERE r.state IN ('draft', 'open')
            """),
        Invariant(
            "entry-lower-award",
            vi: "Hồ sơ trên cấp thấp nhất dựa vào danh hiệu cấp dưới còn hiệu lực ngày nộp, hoặc ngoại lệ",
            en:
                "An entry above the lowest level rests on a lower award live on the filing day, or on the exception",
            """
            SELECT e.code FROM entry e JOIN round r USING (round_id)
              LEFT JOIN award a ON a.award_id = e.lower_award_id LEFT JOIN certificate c USING (award_id)
            WHERE cardinality(r.lower_levels) > 0 AND e.state NOT IN ('rejected', 'withdrawn')
              AND (e.exception IS NULL OR e.exception IS DISTINCT FROM r.lower_exception)
              AND (a.award_id IS NULL OR NOT a.level = ANY (r.lower_levels)
                OR c.issued_on IS NULL OR e.filed_on NOT BETWEEN c.issued_on AND c.valid_to)
            """),
    ]

    private static let results = [
        Invariant(
            "result-of-closed-round",
            vi: "Kỳ bình chọn đã chốt có kết quả cho mọi hồ sơ được chấp nhận, và chỉ nó có",
            en: "A closed round, and only it, has a result with a line for every accepted entry",
            """
            SELECT r.round_id::text FROM round r LEFT JOIN result x USING (round_id)
            WHERE (r.state IN ('closed', 'decided', 'published') AND x.round_id IS NULL)
              OR (r.state IN ('draft', 'open', 'judging') AND x.round_id IS NOT NULL)
              OR (x.round_id IS NOT NULL AND (SELECT count(*) FROM result_line l WHERE l.round_id = r.round_id)
                <> (SELECT count(*) FROM entry e WHERE e.round_id = r.round_id AND e.state = 'accepted'))
            """),
        Invariant(
            "result-hash", vi: "Các dòng kết quả khớp với mã băm ghi khi chốt",
            en: "The lines of a result match the hash taken at closing",
            """
            SELECT x.round_id::text FROM result x WHERE x.lines_sha256 <> sha256(convert_to(coalesce((
              SELECT string_agg(concat_ws(',', e.code, coalesce(l.total, ''), coalesce(l.shown, ''),
                coalesce(l.rank::text, ''), coalesce(l.eligible::text, ''),
                l.judges::text, coalesce(l.reason, '')) || E'\\n', '' ORDER BY l.ordinal)
              FROM result_line l JOIN entry e USING (entry_id) WHERE l.round_id = x.round_id), ''), 'UTF8'))
            """),
        Invariant(
            "result-recomputed",
            vi: "Kết quả bằng kết quả tính lại độc lập trong cơ sở dữ liệu, đến từng chữ số",
            en: "A result equals its independent recomputation in the database, in every digit",
            """
            SELECT x.round_id || '/' || d.entry FROM result x CROSS JOIN LATERAL result_differences(x.round_id) d
            """),
        Invariant(
            "result-parts",
            vi: "Những gì kết quả dựa vào được giữ đủ, và mỗi mã số vẫn là của sản phẩm đã chấm",
            en: "What a result rests on is kept whole, and each code still is of the product that was judged",
            """
            WITH kept AS (SELECT round_id, document::jsonb AS document FROM result_part WHERE part = 'identities'),
            judged AS (
              SELECT k.round_id, i ->> 'code' AS code, i ->> 'product' AS product, i ->> 'establishment' AS establishment
              FROM kept k CROSS JOIN LATERAL jsonb_array_elements(k.document) i)
            SELECT p.round_id::text FROM result_part p GROUP BY p.round_id HAVING count(*) <> 7
            UNION ALL
            SELECT round_id || '/' || code
            FROM judged j FULL JOIN (SELECT e.* FROM entry e JOIN kept USING (round_id)) e USING (round_id, code)
            WHERE (e.product_id::text, e.establishment_id::text) IS DISTINCT FROM (j.product, j.establishment)
            """),
        Invariant(
            "recognised-is-eligible", vi: "Chỉ sản phẩm đủ điều kiện mới được công nhận",
            en: "Only eligible entries are recognised",
            """
            SELECT e.code FROM decision_line d JOIN entry e USING (entry_id) JOIN result_line l USING (entry_id)
            WHERE d.recognised AND (l.eligible IS FALSE OR l.total IS NULL)
            """),
        Invariant(
            "decision-complete", vi: "Quyết định nêu mọi hồ sơ được chấp nhận",
            en: "A decision speaks of every accepted entry",
            """
            SELECT d.decision_id::text FROM decision d
            WHERE (SELECT count(*) FROM decision_line l WHERE l.decision_id = d.decision_id)
              <> (SELECT count(*) FROM entry e WHERE e.round_id = d.round_id AND e.state = 'accepted')
            """),
        Invariant(
            "certificate-numbers-gapless",
            vi: "Số giấy chứng nhận của mỗi sổ liên tục, không trùng, không sót",
            en: "The numbers of every series run without gaps",
            """
            SELECT concat_ws('/', s.register, s.series, s.year) FROM certificate_series s LEFT JOIN certificate c
              USING (register, series, year)
            GROUP BY s.register, s.series, s.year, s.last_serial
            HAVING count(c.serial) <> s.last_serial OR coalesce(max(c.serial), 0) <> s.last_serial
            """),
        Invariant(
            "certificate-says-award",
            vi: "Giấy chứng nhận in đúng sản phẩm, cơ sở và quyết định của danh hiệu",
            en: "A certificate prints the product, establishment and decision of its award",
            """
            SELECT c.number FROM certificate c JOIN award a USING (award_id)
            WHERE c.paper IS NOT NULL AND (c.paper::jsonb #>> '{product,name}' <> a.product_name
              OR c.paper::jsonb #>> '{establishment,name}' <> a.establishment_name
              OR c.paper::jsonb #>> '{decision,number}' <> a.decision_number OR c.paper::jsonb ->> 'number' <> c.number
              OR c.paper::jsonb ->> 'valid_through' <> c.valid_to::text)
            """),
        Invariant(
            "audit-event-present", vi: "Mỗi thay đổi có một dòng nhật ký",
            en: "Every change names an audit event",
            auditedTables.map { table in
                """
                SELECT '\(table) of event ' || t.audit_id FROM \(table) t
                WHERE NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.audit_id = t.audit_id)
                """
            }.joined(separator: " UNION ALL ")),
    ]

    /// Tables whose rows name the event that wrote them.
    static let auditedTables = [
        "unit", "unit_edge", "region_member", "establishment", "establishment_version", "product",
        "product_member",
        "product_version", "regulation", "round", "council_member", "judge", "entry", "mark", "result",
        "decision", "award",
        "nomination", "certificate", "certificate_file", "revocation", "account", "account_role",
        "calendar_day", "judge_conflict", "assignment_draw",
        "stored_file", "dossier_paper", "entry_paper",
        "production_site", "production_site_version", "establishment_redirect", "redaction",
        "signing_key", "signing_key_revocation", "audit_link",
        "authority_name", "sheet_key", "handed_in_file",
    ]
}
