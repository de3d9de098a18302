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

    static let all: [Invariant] = registry + dossiers + judging + results + complaints + corrections + fairs

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
            vi: "Mỗi cơ sở và sản phẩm tìm được theo tên hiện tại, còn hoạt động hay đã đóng",
            en: "Every establishment and product is found by its present name, as open or closed as it is",
            """
            SELECT 'establishment ' || e.establishment_id FROM establishment e
              LEFT JOIN establishment_search s USING (establishment_id)
            WHERE s.establishment_id IS NULL OR NOT starts_with(s.words, e.name_folded)
              OR (s.name, s.name_folded, s.closed_on) IS DISTINCT FROM (e.name, e.name_folded, e.closed_on)
            UNION ALL
            SELECT 'product ' || p.product_id FROM product p LEFT JOIN product_search s USING (product_id)
              JOIN establishment e USING (establishment_id) LEFT JOIN establishment_search m USING (establishment_id)
            WHERE s.product_id IS NULL OR NOT starts_with(s.words, p.name_folded)
              OR (s.name, s.name_folded, s.maker_words, s.closed_on)
                IS DISTINCT FROM (p.name, p.name_folded, m.words, coalesce(p.closed_on, e.closed_on))
            """),
        Invariant(
            "search-postings", vi: "Mỗi từ của cơ sở và sản phẩm có trong chỉ mục tìm kiếm",
            en: "Every word of establishments and products is in the index of the search",
            """
            SELECT 'establishment ' || d.id || ' ' || d.word
            FROM (SELECT s.establishment_id AS id, w.word FROM establishment_search s, unnest(tsvector_to_array(s.document)) AS w (word)) d
              LEFT JOIN establishment_posting p ON p.word = d.word AND p.block = d.id / 32768
            WHERE coalesce(get_bit(p.bits, (d.id % 32768)::integer), 0) = 0
              AND NOT EXISTS (SELECT FROM establishment_unsettled u WHERE u.establishment_id = d.id)
            UNION ALL
            SELECT 'product ' || d.id || ' ' || d.word
            FROM (SELECT s.product_id AS id, w.word FROM product_search s, unnest(tsvector_to_array(s.document)) AS w (word)) d
              LEFT JOIN product_posting p ON p.word = d.word AND p.block = d.id / 32768
            WHERE coalesce(get_bit(p.bits, (d.id % 32768)::integer), 0) = 0
              AND NOT EXISTS (SELECT FROM product_unsettled u WHERE u.product_id = d.id)
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
        Invariant(
            "picture-of-standing-paper", vi: "Ảnh đang công bố là của một ảnh còn trong hồ sơ của sản phẩm",
            en: "Every picture that is shown is of a photograph that is in its product's dossier",
            """
            SELECT i.product_picture_id::text FROM product_picture i LEFT JOIN dossier_paper d USING (dossier_paper_id)
            WHERE i.unpublished_at IS NULL
              AND (d.withdrawn_at IS NOT NULL OR d.product_id IS DISTINCT FROM i.product_id OR d.kind <> 'photo')
            """),
    ]

    private static let judging = [
        Invariant(
            "round-leaf-sum", vi: "Điểm tối đa của các mục cộng lại bằng điểm tối đa của tiêu chí",
            en: "The maxima of a criterion's leaves add up to its own",
            """
            SELECT l.round_id || '/' || l.product_group || '/' || l.criterion FROM round_leaf l JOIN round r USING (round_id)
            GROUP BY l.round_id, l.product_group, l.criterion, r.rules
            HAVING sum(l.max) IS DISTINCT FROM (
              SELECT (c ->> 'max')::numeric FROM jsonb_array_elements(r.rules::jsonb -> 'criteria') c
              WHERE c ->> 'id' = l.criterion)
            """),
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
                AND s.entry_id = m.entry_id
                AND (s.judge_id = m.judge_id OR s.judge_id IN (SELECT seat_before(m.judge_id))))
            """),
        Invariant(
            "mark-after-judging", vi: "Chỉ kỳ bình chọn đã qua bước chấm mới có điểm",
            en: "Only rounds that reached judging have marks",
            """
            SELECT DISTINCT r.round_id::text FROM mark m JOIN round r USING (round_id) WHERE r.state IN ('draft', 'open')
            """),
        Invariant(
            "mark-of-sheet",
            vi: "Mỗi điểm thuộc một lần nộp của đúng phiếu đó",
            en: "Every mark belongs to a submitted version of its own sheet",
            """
            SELECT m.entry_id || '/' || m.judge_id || '/' || m.leaf FROM mark m LEFT JOIN sheet_version v
              ON v.entry_id = m.entry_id AND v.stage = m.stage AND v.judge_id = m.judge_id
                AND v.version = coalesce(m.sheet_version, 1)
            WHERE v.version IS NULL OR (v.round_id, v.product_group) <> (m.round_id, m.product_group)
              OR (v.source <> 'import' AND v.audit_id <> m.audit_id)
            """),
        Invariant(
            "sheet-version-complete",
            vi: "Mỗi lần nộp phiếu có điểm, và nếu không phải nhập từ tệp thì đủ mọi tiêu chí",
            en: "Every version of a sheet has marks, and unless a file was imported one for every criterion",
            """
            SELECT v.entry_id || '/' || v.judge_id || '/' || v.version FROM sheet_version v LEFT JOIN mark m
              ON m.entry_id = v.entry_id AND m.stage = v.stage AND m.judge_id = v.judge_id
                AND coalesce(m.sheet_version, 1) = v.version
            GROUP BY v.entry_id, v.stage, v.judge_id, v.version
            HAVING count(m.leaf) = 0 OR (v.source <> 'import' AND count(m.leaf) < (
              SELECT count(*) FROM round_leaf l WHERE l.round_id = v.round_id AND l.product_group = v.product_group))
            """),
        Invariant(
            "sheet-versions-in-turn",
            vi: "Chỉ một lần nộp của mỗi phiếu có hiệu lực: mỗi lần nộp sau đều theo một lần mở lại có lý do",
            en:
                "One version of every sheet is live: each later one follows a reopening, for a reason, of the one before",
            """
            SELECT v.entry_id || '/' || v.judge_id || '/' || v.version FROM sheet_version v
            WHERE v.version > 1 AND NOT EXISTS (
              SELECT FROM sheet_reopening r WHERE r.entry_id = v.entry_id AND r.stage = v.stage AND r.judge_id = v.judge_id
                AND r.version = v.version - 1
                AND (r.audit_id < v.audit_id OR v.source = 'left' AND r.audit_id = v.audit_id))
            """),
        Invariant(
            "sheets-closed",
            vi: "Kỳ bình chọn đã chốt không còn phiếu nào mở lại mà chưa nộp lại",
            en: "In a closed round no sheet that counts is left reopened",
            """
            SELECT r.entry_id || '/' || r.judge_id || '/' || r.version FROM sheet_reopening r JOIN entry e USING (entry_id)
              JOIN round n ON n.round_id = e.round_id
            WHERE n.state IN ('closed', 'decided', 'published') AND e.state = 'accepted' AND NOT EXISTS (
                SELECT FROM sheet_version v WHERE v.entry_id = r.entry_id AND v.stage = r.stage AND v.judge_id = r.judge_id
                  AND v.version > r.version)
              AND NOT EXISTS (SELECT FROM judge_conflict c WHERE c.judge_id = r.judge_id
                AND c.establishment_id = e.establishment_id)
            """),
        Invariant(
            "typed-by-two-hands",
            vi: "Hai bản gõ của một phiếu do hai người khác nhau gõ",
            en: "The two typed copies of a sheet are by different hands",
            """
            SELECT DISTINCT a.entry_id || '/' || a.judge_id || '/' || a.version
            FROM typed_mark a JOIN audit_event x USING (audit_id)
              JOIN typed_mark b USING (entry_id, stage, judge_id, version) JOIN audit_event y ON y.audit_id = b.audit_id
            WHERE a.copy = 1 AND b.copy = 2 AND x.actor = y.actor
            """),
        Invariant(
            "typed-as-settled",
            vi: "Phiếu gõ đã nhận có đúng điểm mà hai bản cùng ghi hoặc đã thống nhất",
            en: "An accepted typed sheet has the marks that both copies say or that were settled",
            """
            SELECT m.entry_id || '/' || m.judge_id || '/' || m.leaf FROM mark m JOIN sheet_version v
              ON v.entry_id = m.entry_id AND v.stage = m.stage AND v.judge_id = m.judge_id
                AND v.version = coalesce(m.sheet_version, 1)
            WHERE v.source = 'typed' AND (
              SELECT CASE WHEN count(*) = 2 AND count(DISTINCT (t.value, t.absence)) = 1
                THEN bool_and((t.value, t.absence) IS NOT DISTINCT FROM (m.value, m.absence))
                ELSE EXISTS (SELECT FROM typed_settlement s WHERE s.entry_id = m.entry_id AND s.stage = m.stage
                  AND s.judge_id = m.judge_id AND s.version = v.version AND s.leaf = m.leaf
                  AND (s.value, s.absence) IS NOT DISTINCT FROM (m.value, m.absence)) END
              FROM typed_mark t WHERE t.entry_id = m.entry_id AND t.stage = m.stage AND t.judge_id = m.judge_id
                AND t.version = v.version AND t.leaf = m.leaf) IS NOT TRUE
            """),
        Invariant(
            "entry-lower-award",
            vi: "Hồ sơ trên cấp thấp nhất dựa vào danh hiệu cấp dưới còn hiệu lực ngày nộp, hoặc ngoại lệ",
            en:
                "An entry above the lowest level rests on a lower award live on the filing day, or on the exception",
            """
            SELECT e.code FROM entry e JOIN round r USING (round_id)
              LEFT JOIN award a ON a.award_id = e.lower_award_id
              LEFT JOIN certificate c ON c.award_id = a.award_id AND c.replaces IS NULL
            WHERE cardinality(r.lower_levels) > 0 AND e.state NOT IN ('rejected', 'withdrawn')
              AND (e.exception IS NULL OR e.exception IS DISTINCT FROM r.lower_exception)
              AND (a.award_id IS NULL OR NOT a.level = ANY (r.lower_levels)
                OR c.issued_on IS NULL OR e.filed_on NOT BETWEEN c.issued_on AND c.valid_to)
            """),
    ]

    private static let results = [
        Invariant(
            "council-vote-sum", vi: "Số phiếu của mỗi lần biểu quyết bằng số thành viên có mặt",
            en: "The votes on every question are as many as the members present",
            """
            SELECT v.council_vote_id::text FROM council_vote v WHERE v.in_favour + v.against + v.abstained <> (
              SELECT count(*) FROM council_attendance a WHERE a.council_meeting_id = v.council_meeting_id)
            """),
        Invariant(
            "notice-of-result", vi: "Chỉ thông báo kết quả hay quyết định đã có, không trước ngày của nó",
            en: "Notices tell only a result or a decision that is there, not before its day",
            """
            SELECT e.code || '/' || n.kind FROM entry_notice n JOIN entry e USING (entry_id)
              LEFT JOIN result x USING (round_id) LEFT JOIN decision d ON d.decision_id = coalesce(n.decision_id, (
                SELECT f.decision_id FROM decision f WHERE f.round_id = e.round_id AND f.amendment IS NULL))
            WHERE (n.noticed_on >= CASE n.kind WHEN 'result' THEN x.closed_on ELSE d.decided_on END) IS NOT TRUE
            """),
        Invariant(
            "council-attendance-sitting", vi: "Chỉ thành viên đương nhiệm của Hội đồng được ghi là có mặt",
            en: "Only members who sat on that day are recorded as present",
            """
            SELECT a.council_meeting_id || '/' || a.council_member_id FROM council_attendance a
              JOIN council_meeting m USING (council_meeting_id) JOIN council_member c USING (council_member_id)
            WHERE c.round_id <> m.round_id OR m.held_on < c.member_from OR m.held_on > c.member_to AND (
              -- what was recorded anew says nothing any more, unless there was a vote by it
              EXISTS (SELECT FROM council_vote v WHERE v.council_meeting_id = m.council_meeting_id)
              OR NOT EXISTS (SELECT FROM council_meeting l WHERE l.round_id = m.round_id AND l.held_on = m.held_on
                AND l.council_meeting_id > m.council_meeting_id))
            """),
        Invariant(
            "decision-vote", vi: "Mỗi quyết định có biểu quyết thông qua riêng ở nơi kế hoạch yêu cầu",
            en: "Where the plan demands it, every decision has a vote of its own that adopts the list",
            """
            SELECT d.decision_id::text FROM decision d JOIN round r USING (round_id)
            WHERE r.rules::jsonb #>> '{decision,vote}' = 'required'
              AND NOT EXISTS (
                SELECT FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
                WHERE m.round_id = d.round_id AND v.entry_id IS NULL
                  AND 2 * v.in_favour > v.in_favour + v.against + v.abstained AND v.audit_id > coalesce((
                    SELECT max(b.audit_id) FROM decision b
                    WHERE b.round_id = d.round_id AND coalesce(b.amendment, 0) < d.amendment), 0))
            """),
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
            "marks-conserved",
            vi:
                "Điểm đã nộp = điểm mà kết quả dựa vào + điểm của lần nộp đã thay + điểm của hồ sơ không được chấm",
            en:
                "Marks submitted = those that the result rests on + superseded ones + those of entries that do not compete",
            """
            SELECT x.round_id::text FROM result x WHERE x.marks <> (
              SELECT count(*) FROM live_marks(x.round_id) m JOIN entry e USING (entry_id) WHERE e.state = 'accepted')
            OR (SELECT count(*) FROM mark m WHERE m.round_id = x.round_id) <> x.marks + (
              SELECT count(*) FROM mark m WHERE m.round_id = x.round_id AND EXISTS (
                SELECT FROM sheet_version v WHERE v.entry_id = m.entry_id AND v.stage = m.stage
                  AND v.judge_id = m.judge_id AND v.version > coalesce(m.sheet_version, 1))) + (
              SELECT count(*) FROM live_marks(x.round_id) m JOIN entry e USING (entry_id) WHERE e.state <> 'accepted')
            """),
        Invariant(
            "result-recomputed",
            vi: "Kết quả bằng kết quả tính lại độc lập trong cơ sở dữ liệu, đến từng chữ số",
            en: "A result equals its independent recomputation in the database, in every digit",
            """
            SELECT x.round_id || '/' || d.entry FROM (
              SELECT round_id, 1 AS version FROM result UNION ALL SELECT round_id, version FROM result_correction) x
              CROSS JOIN LATERAL result_differences(x.round_id, x.version) d
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
            SELECT p.round_id::text FROM result_part p GROUP BY p.round_id
            -- meetings and comments: both, or neither where a round was closed before they were kept
            HAVING count(*) FILTER (WHERE p.part NOT IN ('meetings', 'comments')) <> 7 OR count(*) NOT IN (7, 9)
            UNION ALL
            SELECT round_id || '/' || code
            FROM judged j FULL JOIN (SELECT e.* FROM entry e JOIN kept USING (round_id)) e USING (round_id, code)
            WHERE (e.product_id::text, e.establishment_id::text) IS DISTINCT FROM (j.product, j.establishment)
            """),
        Invariant(
            "recognised-is-eligible", vi: "Chỉ sản phẩm đủ điều kiện mới được công nhận",
            en: "Only eligible entries are recognised",
            """
            SELECT e.code FROM decision_line d JOIN decision n USING (decision_id) JOIN entry e USING (entry_id)
              LEFT JOIN LATERAL result_lines(n.round_id, coalesce(n.result_version, 1)) l ON l.entry_id = d.entry_id
            WHERE d.recognised AND (l.eligible IS FALSE OR l.total IS NULL)
            """),
        Invariant(
            "decision-complete", vi: "Quyết định đầu tiên nêu mọi hồ sơ được chấp nhận",
            en: "The first decision of a round speaks of every accepted entry",
            """
            SELECT d.decision_id::text FROM decision d
            WHERE d.amendment IS NULL AND (SELECT count(*) FROM decision_line l WHERE l.decision_id = d.decision_id)
              <> (SELECT count(*) FROM entry e WHERE e.round_id = d.round_id AND e.state = 'accepted')
            """),
        Invariant(
            "decision-amendments",
            vi:
                "Các quyết định sửa đổi nối tiếp quyết định đầu tiên, không trước ngày nó, có lý do và có thay đổi",
            en: "Amending decisions follow the first one in order and day, say why, and change something",
            """
            SELECT d.decision_id::text FROM decision d WHERE d.amendment IS NOT NULL AND (
              d.amendment <> (SELECT count(*) FROM decision b
                WHERE b.round_id = d.round_id AND coalesce(b.amendment, 0) < d.amendment)
              OR d.decided_on < (SELECT max(b.decided_on) FROM decision b
                WHERE b.round_id = d.round_id AND coalesce(b.amendment, 0) < d.amendment)
              OR d.amendment_reason IS NULL
              OR NOT EXISTS (SELECT FROM decision_line l WHERE l.decision_id = d.decision_id))
            """),
        Invariant(
            "award-withdrawals",
            vi:
                "Danh hiệu hoặc còn trong quyết định đang có hiệu lực, hoặc đã bị huỷ bởi quyết định sửa đổi và thu hồi giấy chứng nhận",
            en:
                "An award is in what stands, or an amending decision withdrew it and its certificate is revoked",
            """
            WITH standing AS (
              SELECT DISTINCT s.award_id FROM round r CROSS JOIN LATERAL standing_lines(r.round_id) s
              WHERE s.award_id IS NOT NULL)
            SELECT a.award_id::text FROM (SELECT DISTINCT award_id FROM decision_line WHERE award_id IS NOT NULL) a
              LEFT JOIN standing s USING (award_id) LEFT JOIN award_withdrawal w USING (award_id)
            WHERE (s.award_id IS NULL) <> (w.award_id IS NOT NULL)
            UNION
            SELECT w.award_id::text FROM award_withdrawal w LEFT JOIN award a USING (award_id)
              LEFT JOIN decision g ON g.decision_id = a.decision_id LEFT JOIN decision d ON d.decision_id = w.decision_id
            WHERE (d.round_id = g.round_id AND d.amendment > coalesce(g.amendment, 0)) IS NOT TRUE OR EXISTS (
              SELECT FROM certificate c WHERE c.award_id = w.award_id
                AND NOT EXISTS (SELECT FROM certificate n WHERE n.replaces = c.certificate_id)
                AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id))
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
            WHERE c.paper IS NOT NULL AND (
              c.paper::jsonb #>> '{product,name}' <> coalesce(c.product_name, a.product_name)
              OR c.paper::jsonb #>> '{establishment,name}' <> coalesce(c.establishment_name, a.establishment_name)
              OR c.paper::jsonb #>> '{decision,number}' <> a.decision_number OR c.paper::jsonb ->> 'number' <> c.number
              OR c.paper::jsonb ->> 'valid_through' <> c.valid_to::text)
            """),
        Invariant(
            "certificate-replacement",
            vi:
                "Mỗi danh hiệu có một giấy chứng nhận đang đứng; giấy được thay không bị thu hồi, và cùng thời hạn",
            en:
                "Of an award's certificates one stands; a replaced one is not revoked, and ends on the same day",
            """
            SELECT c.number FROM certificate c LEFT JOIN certificate o ON o.certificate_id = c.replaces
            WHERE c.replaces IS NOT NULL AND (o.award_id IS DISTINCT FROM c.award_id OR o.valid_to <> c.valid_to
              OR o.issued_on > c.issued_on OR EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.replaces))
            UNION ALL
            SELECT 'award ' || c.award_id FROM certificate c
            WHERE NOT EXISTS (SELECT FROM certificate newer WHERE newer.replaces = c.certificate_id)
            GROUP BY c.award_id HAVING count(*) > 1
            """),
        Invariant(
            "checkpoint-of-registry",
            vi: "Mỗi điểm kiểm chứng đã ký là phần đầu của cây và của chuỗi niêm phong hiện nay",
            en: "Every signed checkpoint is the beginning of the present tree and chain",
            """
            SELECT c.signed_checkpoint_id::text FROM signed_checkpoint c
              LEFT JOIN tree_roots(ARRAY(SELECT tree_size FROM signed_checkpoint)) t USING (tree_size)
              LEFT JOIN audit_link l ON l.position = c.chain_length
            WHERE t.root IS DISTINCT FROM c.root OR c.chain_head IS DISTINCT FROM
              CASE c.chain_length WHEN 0 THEN decode(repeat('00', 32), 'hex') ELSE l.hash END
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

    private static let complaints = [
        Invariant(
            "complaint-of-result", vi: "Chỉ kết quả đã chốt mới bị khiếu nại, về hồ sơ của chính kỳ đó",
            en: "Complaints are about closed results, and about an entry of that round",
            """
            SELECT c.complaint_id::text FROM complaint c JOIN round r USING (round_id) LEFT JOIN entry e USING (entry_id)
            WHERE r.state IN ('draft', 'open', 'judging') OR e.round_id IS DISTINCT FROM c.round_id
            """),
        Invariant(
            "complaint-days", vi: "Khiếu nại kết thúc sau khi nhận; khiếu nại quá hạn có lý do nhận",
            en: "A complaint ends after it was received; one that was late says why it was taken",
            """
            SELECT c.complaint_id::text FROM complaint c LEFT JOIN complaint_end e USING (complaint_id)
            WHERE e.ended_on < c.received_on OR (c.received_on > c.file_by) IS TRUE AND c.late_reason IS NULL
            """),
    ]

    private static let corrections = [
        Invariant(
            "correction-versions",
            vi: "Các bản của một kết quả nối tiếp nhau từ bản 2, mỗi bản đủ hồ sơ và đủ phần",
            en: "The versions of a result follow one another from 2 on, each whole in its lines and parts",
            """
            SELECT c.round_id || '/' || c.version FROM result_correction c WHERE c.version <> 1 + (
                SELECT count(*) FROM result_correction b WHERE b.round_id = c.round_id AND b.version <= c.version)
              OR NOT EXISTS (SELECT FROM result x WHERE x.round_id = c.round_id)
              OR (SELECT count(*) FROM corrected_line l WHERE l.result_correction_id = c.result_correction_id)
                <> (SELECT count(*) FROM entry e WHERE e.round_id = c.round_id AND e.state = 'accepted')
              OR (SELECT count(*) FROM corrected_part p WHERE p.result_correction_id = c.result_correction_id) <> 8 + (
                SELECT count(*) FROM result_part p WHERE p.round_id = c.round_id AND p.part IN ('meetings', 'comments'))
              OR NOT EXISTS (SELECT FROM mark_correction m WHERE m.result_correction_id = c.result_correction_id)
            """),
        Invariant(
            "correction-hash", vi: "Các dòng của kết quả đã sửa khớp với mã băm ghi khi sửa",
            en: "The lines of a corrected result match the hash taken when it was made",
            """
            SELECT c.round_id || '/' || c.version FROM result_correction c WHERE c.lines_sha256 <> sha256(convert_to(coalesce((
              SELECT string_agg(concat_ws(',', e.code, coalesce(l.total, ''), coalesce(l.shown, ''),
                coalesce(l.rank::text, ''), coalesce(l.eligible::text, ''),
                l.judges::text, coalesce(l.reason, '')) || E'\\n', '' ORDER BY l.ordinal)
              FROM corrected_line l JOIN entry e USING (entry_id)
              WHERE l.result_correction_id = c.result_correction_id), ''), 'UTF8'))
            """),
    ]

    private static let fairs = [
        Invariant(
            "booth-versions", vi: "Mọi phiên bản của gian hàng đều còn, và bản cuối là bản hiện tại",
            en: "Every version of a booth is kept, and the last one is the present",
            """
            SELECT b.booth_id::text FROM booth b WHERE b.version <> (
                SELECT count(*) FROM booth_version v WHERE v.booth_id = b.booth_id)
              OR to_jsonb(b) - '{booth_id,version,audit_id}'::text[] IS DISTINCT FROM (
                SELECT record FROM booth_version v WHERE v.booth_id = b.booth_id AND v.version = b.version)
            """),
        Invariant(
            "booth-plan",
            vi: "Sơ đồ hiện tại của hội chợ có đúng số gian hàng đã ghi, không gian nào chồng lên gian khác",
            en: "A fair's present plan has the booths that it was recorded with, none on another's place",
            """
            SELECT f.fair_id::text FROM fair f LEFT JOIN fair_plan p ON p.fair_id = f.fair_id AND p.version = f.plan_version
            WHERE (SELECT count(*) FROM booth b WHERE b.fair_id = f.fair_id AND b.removed_in IS NULL)
              <> coalesce(p.booths, 0)
            UNION ALL
            SELECT b.fair_id || '/' || b.code FROM booth b JOIN booth o ON o.fair_id = b.fair_id AND o.booth_id > b.booth_id
              AND int4range(o.x_mm, o.x_mm + o.width_mm) && int4range(b.x_mm, b.x_mm + b.width_mm)
              AND int4range(o.y_mm, o.y_mm + o.depth_mm) && int4range(b.y_mm, b.y_mm + b.depth_mm)
            WHERE b.removed_in IS NULL AND o.removed_in IS NULL
            """),
        Invariant(
            "booth-once",
            vi: "Mỗi gian hàng mỗi ngày chỉ có một nơi giữ hoặc được xác nhận, và chỉ một nguồn kinh phí",
            en: "A booth has one hold or confirmation a day at most, and one source of funds",
            """
            SELECT a.booth_allocation_id::text FROM booth_allocation a JOIN booth_allocation o
              ON o.booth_id = a.booth_id AND o.booth_allocation_id > a.booth_allocation_id
              AND (o.days && a.days OR o.funds <> a.funds)
            WHERE a.state IN ('held', 'confirmed') AND o.state IN ('held', 'confirmed')
            """),
        Invariant(
            "booth-given-on-plan",
            vi: "Gian hàng được giao có trên sơ đồ, trong thời gian hội chợ, và có người thuê",
            en: "Booths that are given are on the plan, within the days of the fair, and have tenants",
            """
            SELECT a.booth_allocation_id::text FROM booth_allocation a JOIN booth b USING (booth_id)
              JOIN fair f ON f.fair_id = a.fair_id
            WHERE b.fair_id <> a.fair_id OR (a.state IN ('held', 'confirmed', 'no-show') AND NOT f.days @> a.days)
              OR (a.state IN ('held', 'confirmed') AND (b.removed_in IS NOT NULL OR f.state = 'cancelled'))
              OR NOT EXISTS (SELECT FROM booth_tenant t WHERE t.booth_allocation_id = a.booth_allocation_id)
            """),
        Invariant(
            "booth-steps",
            vi: "Mọi bước của mỗi lần giao gian hàng đều còn, và bước cuối là tình trạng hiện tại",
            en: "Every step of an allocation is kept, and the last one is its present state",
            """
            SELECT a.booth_allocation_id::text FROM booth_allocation a WHERE a.version <> (
                SELECT count(*) FROM booth_step s WHERE s.booth_allocation_id = a.booth_allocation_id)
              OR a.state IS DISTINCT FROM (SELECT s.state FROM booth_step s
                WHERE s.booth_allocation_id = a.booth_allocation_id AND s.version = a.version)
              OR (a.state = 'moved') <> EXISTS (SELECT FROM booth_allocation n WHERE n.moved_from = a.booth_allocation_id)
            """),
        Invariant(
            "booth-quota-kept", vi: "Không chỉ tiêu nào nhỏ hơn số gian hàng đã xác nhận",
            en: "No quota is below what is confirmed",
            """
            SELECT q.booth_quota_id::text FROM booth_quota q WHERE q.booths < (
              SELECT count(DISTINCT a.booth_id) FROM booth_allocation a
              WHERE a.fair_id = q.fair_id AND a.province_unit_id = q.province_unit_id AND a.state = 'confirmed'
                AND (q.product_group IS NULL OR a.product_group = q.product_group)
                AND (q.funds IS NULL OR a.funds = q.funds))
            """),
        Invariant(
            "booth-request-steps",
            vi:
                "Mọi bước của mỗi đăng ký gian hàng đều còn, và bước cuối là tình trạng và thứ tự chờ hiện tại",
            en: "Every step of a request for booths is kept, and the last one is its present state and place",
            """
            SELECT r.booth_request_id::text FROM booth_request r WHERE r.version <> (
                SELECT count(*) FROM booth_request_step s WHERE s.booth_request_id = r.booth_request_id)
              OR NOT EXISTS (SELECT FROM booth_request_step s
                WHERE s.booth_request_id = r.booth_request_id AND s.version = r.version
                  AND (s.state, s.waiting_position) IS NOT DISTINCT FROM (r.state, r.waiting_position))
            """),
        Invariant(
            "booth-request-given",
            vi:
                "Đăng ký được giao gian hàng khi và chỉ khi tình trạng của nó ghi như vậy, không quá số đã xin",
            en: "A request has booths just if its state says so, and no more than it asked for",
            """
            SELECT r.booth_request_id::text FROM booth_request r CROSS JOIN LATERAL (
              SELECT count(*) AS booths, bool_and(a.fair_id = r.fair_id) AS is_here
              FROM booth_request_booth g JOIN booth_allocation a USING (booth_allocation_id)
              WHERE g.booth_request_id = r.booth_request_id) g
            WHERE g.booths > r.booths OR NOT g.is_here OR (r.state IN ('given', 'partly-given')) <> (g.booths > 0)
              OR (r.state = 'partly-given' AND g.booths = r.booths)
            """),
        Invariant(
            "booth-run-hash", vi: "Dữ liệu và kết quả của mỗi lần phân bổ gian hàng khớp với mã băm",
            en: "Input and result of every sharing out of booths match their hashes",
            """
            SELECT r.booth_run_id::text FROM booth_run r WHERE r.input_sha256 <> sha256(convert_to(r.input, 'UTF8'))
              OR r.result_sha256 <> sha256(convert_to(r.result, 'UTF8'))
            """),
        Invariant(
            "booth-waiting-places", vi: "Thứ tự chờ của mỗi hội chợ là 1, 2, 3… không trùng, không khuyết",
            en: "The places on a fair's waiting list are 1, 2, 3…, each once and without gaps",
            """
            SELECT r.fair_id::text FROM booth_request r WHERE r.waiting_position IS NOT NULL GROUP BY r.fair_id
            HAVING count(DISTINCT r.waiting_position) <> count(*) OR max(r.waiting_position) <> count(*)
            """),
        Invariant(
            "booth-support-rule",
            vi: "Phần kinh phí hỗ trợ của mỗi gian hàng đúng nguồn và không vượt mức của quy định đã áp dụng",
            en: "What funds pay for a booth is by a rule of these funds and no more than its share and cap",
            """
            SELECT a.booth_allocation_id::text FROM booth_allocation a JOIN funding_rule r USING (funding_rule_id)
              JOIN fair f ON f.fair_id = a.fair_id
              CROSS JOIN LATERAL (SELECT CASE WHEN a.is_priority_area THEN r.priority_percent ELSE 100 END AS percent) p
            WHERE r.source IS DISTINCT FROM a.funds OR r.fair_kind <> f.kind
              OR lower(r.validity) > lower(f.days) AND a.state IN ('held', 'confirmed', 'no-show')
              OR r.source = 'local' AND r.province_unit_id IS DISTINCT FROM a.province_unit_id
              OR a.support_vnd > a.price_vnd
              OR a.support_vnd > a.price_vnd::numeric * r.share_hundredths * p.percent / 1000000
              OR a.support_vnd > r.booth_cap_vnd::numeric * p.percent / 100
            UNION ALL
            SELECT min(a.booth_allocation_id)::text FROM booth_allocation a JOIN funding_rule r USING (funding_rule_id)
              CROSS JOIN LATERAL (SELECT CASE WHEN a.is_priority_area THEN r.priority_percent ELSE 100 END AS percent) p
            WHERE a.state = 'confirmed' GROUP BY a.booth_id HAVING sum(a.support_vnd) > max(least(
              a.price_vnd, a.price_vnd::numeric * r.share_hundredths * p.percent / 1000000,
              r.booth_cap_vnd::numeric * p.percent / 100))
            """),
        Invariant(
            "booth-support-caps",
            vi: "Không cơ sở nào được hỗ trợ vượt mức tối đa tại một hội chợ hoặc trong một năm",
            en: "No establishment is supported beyond its caps at a fair or in a year",
            """
            WITH part AS MATERIALIZED (
              SELECT p.fair_id, p.booth_id, p.part_vnd, r.*, fair_year_end(f.days) AS year_end,
                establishment_on(p.establishment_id, fair_year_end(f.days)) AS payee
              FROM booth_support_parts() p JOIN funding_rule r USING (funding_rule_id) JOIN fair f ON f.fair_id = p.fair_id
              WHERE p.state = 'confirmed'
            )
            SELECT fair_id || '/' || payee FROM part GROUP BY source, province_unit_id, fair_id, payee
            HAVING count(DISTINCT booth_id) > CASE WHEN bool_and(booths_per_fair IS NOT NULL) THEN max(booths_per_fair) END
              OR sum(part_vnd) > CASE WHEN bool_and(fair_cap_vnd IS NOT NULL) THEN max(fair_cap_vnd) END
            UNION ALL
            SELECT extract(year FROM year_end) || '/' || payee FROM part GROUP BY source, province_unit_id, year_end, payee
            HAVING count(DISTINCT fair_id) > CASE WHEN bool_and(fairs_per_year IS NOT NULL) THEN max(fairs_per_year) END
              OR sum(part_vnd) > CASE WHEN bool_and(year_cap_vnd IS NOT NULL) THEN max(year_cap_vnd) END
            """),
    ]

    /// Tables whose rows name the event that wrote them.
    static let auditedTables = [
        "unit", "unit_edge", "region_member", "establishment", "establishment_version", "product",
        "product_member",
        "product_version", "regulation", "round", "council_member", "judge", "entry", "mark", "result",
        "decision", "award",
        "nomination", "certificate", "certificate_file", "revocation", "account", "account_role",
        "calendar_day", "reward_ceiling", "judge_conflict", "assignment_draw",
        "stored_file", "dossier_paper", "entry_paper", "product_picture",
        "production_site", "production_site_version", "establishment_redirect", "redaction",
        "signing_key", "signing_key_revocation", "audit_link",
        "authority_name", "sheet_key", "handed_in_file",
        "round_act", "council_meeting", "council_vote", "entry_notice",
        "complaint", "complaint_end", "result_correction",
        "sheet_version", "sheet_reopening", "sheet_draft", "typed_mark", "typed_settlement", "judge_account",
        "certificate_signature", "certificate_template", "certificate_design",
        "certificate_design_withdrawal",
        "fair", "fair_plan", "booth", "booth_version", "booth_quota", "booth_allocation", "booth_tenant",
        "booth_step", "booth_request", "booth_request_step", "booth_request_booth", "fair_terms", "booth_run",
        "signed_checkpoint", "funding_rule", "account_password", "account_invitation", "web_session",
        "account_time_code", "account_recovery_code", "account_identity",
        "registration_request", "api_token", "record_change",
    ]
}
