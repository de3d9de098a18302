#!/usr/bin/env python3
"""Checks result bundles: computes every hash, fate, total, rank and eligibility again, from the marks and rules in the file,
and what the votes add up to. Written from "Result bundle format" in README.md, not from the program that writes bundles.
    deploy/verify_bundle.py FILE…                  status 0: everything holds; 1: what does not is listed; 2: usage
    deploy/verify_bundle.py --openssl DIR FILE     also writes what openssl needs for the signature into the folder DIR
Whether the signature is the organiser's is for openssl and the organiser's published key. It needs Python 3.8 only.
"""
import base64, hashlib, json, sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

ABSENCES = {"absent", "recused", "not-applicable", "spoiled"}
FIRST = {"round", "rules", "entries", "roster", "marks", "tally"}
PARTS = {"cnnt-result-bundle/1": FIRST, "cnnt-result-bundle/2": FIRST | {"meetings", "comments"}}
def canonical(value): return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
def sha256(data): return hashlib.sha256(data).hexdigest()
def is_sorted(keys): return keys == sorted(set(keys))
def lowest(node): return [leaf for child in node.get("children") or [] for leaf in lowest(child)] or [node["id"]]

def rounded(number, decimals):  # half away from zero (nothing here is below zero); None rounds nowhere
    return number if None in (number, decimals) else Fraction(
        (2 * number.numerator * 10**decimals + number.denominator) // (2 * number.denominator), 10**decimals)
def fixed(number, decimals):
    digits = str(rounded(number, decimals) * 10**decimals).rjust(decimals + 1, "0")
    return digits[: len(digits) - decimals] + "." + digits[-decimals:] if decimals else digits
def exact(number):  # a decimal if it terminates, else a fraction in lowest terms
    decimals = next((d for d in range(130) if 10**d % number.denominator == 0), None)
    return f"{number.numerator}/{number.denominator}" if decimals is None else fixed(number, decimals)

class Rules:
    def __init__(self, rules):
        scoring, stages = rules["scoring"], rules.get("stages") or [{"id": "result"}]
        self.criteria, self.rubrics = [c["id"] for c in rules["criteria"]], rules.get("rubrics") or {}
        self.weights = {c["id"]: Fraction(str(c.get("weight") or 1)) for c in rules["criteria"]}
        combine = (rules.get("result") or {}).get("combine") or [{"stage": rules.get("result_stage") or stages[0]["id"], "weight": 1}]
        self.parts = {part["stage"]: Fraction(str(part["weight"])) for part in combine}
        self.gates = {s["id"]: (g["stage"], Fraction(str(g["at_least"]))) for s in stages for g in [s.get("requires")] if g}
        self.display = 2 if scoring.get("display") is None else scoring["display"]
        self.ties, self.within = scoring.get("ties") or [], scoring.get("rank_within") or "round"
        quorum, self.must_vote = scoring.get("quorum") or {}, (rules.get("decision") or {}).get("vote") == "required"
        self.quorum, members = quorum.get("judges_per_entry") or 0, quorum.get("members_present") or 0
        self.needed = lambda size: -(-Fraction(members) * size // 1) if isinstance(members, str) else members  # of a council
        self.threshold = None if scoring.get("eligible_at_least") is None else Fraction(str(scoring["eligible_at_least"]))
        kinds = [next(k for k in ("sum", "mean", "median", "weight") if k in step) for step in scoring["pipeline"]]
        steps, self.judging = dict(zip(kinds, scoring["pipeline"])), "mean" if "mean" in kinds else "median"
        self.judge, judges_at = steps[self.judging], kinds.index(self.judging)
        self.sums_first, self.sum_round = kinds.index("sum") < judges_at, steps["sum"].get("round")
        self.weighs = "weight" in steps and ("values" if kinds.index("weight") < judges_at else "combined")
        self.weight_round = steps.get("weight", {}).get("round")
    def leaves(self, group):  # criterion → its leaves
        nodes = {n["criterion"]: n.get("children") or [] for n in self.rubrics.get(group if group in self.rubrics else "*") or []}
        return {c: [leaf for node in nodes.get(c, []) for leaf in lowest(node)] or [c] for c in self.criteria}
    def weighed(self, criterion, value, place):
        return rounded(value * self.weights[criterion], self.weight_round) if self.weighs == place else value
    def combined(self, values):  # the judges' step; None if a trim leaves nothing
        low, high = [(len(values) - 1) // 2] * 2 if self.judging == "median" else self.judge.get("trim") or [0, 0]
        values = sorted(values)[low : max(low, len(values) - high)]
        return rounded(Fraction(sum(values), len(values)), self.judge.get("round")) if values else None

def staged(rules, stage, leaves, sheets, fates):
    """One entry's total of a stage, judges, values of criteria, why it has no total; fates are put in by place."""
    criterion, counted, shut = {leaf: c for c, group in leaves.items() for leaf in group}, [], None
    if stage in rules.gates:
        total, _, _, shut = staged(rules, rules.gates[stage][0], leaves, sheets, fates)
        shut = shut or (None if total >= rules.gates[stage][1] else "not-in-final-stage")
    for place, sheet in ((place, sheet) for place, sheet in sheets if sheet["stage"] == stage):
        marks = {leaf: Fraction(x) for leaf, x, _ in sheet["marks"] if x not in ABSENCES}
        whole = all(leaf in marks for leaf in criterion)
        values = {c: sum(marks[x] for x in group) for c, group in leaves.items() if all(x in marks for x in group)}
        why = "stage-not-reached" if shut else "conflict" if sheet.get("conflict") is True else None
        fates[place] = [why or ("counted" if whole else x if x in ABSENCES else "incomplete-sheet" if rules.sums_first else
                                "counted" if criterion[leaf] in values else "incomplete-criterion") for leaf, x, _ in sheet["marks"]]
        if not why and values and (whole or not rules.sums_first):
            counted.append(values)
    columns = {c: [v[c] for v in counted if c in v] for c in rules.criteria}
    panels = {c: v and (Fraction(sum(v), len(v)) if rules.sums_first else rules.combined(v)) or 0 for c, v in columns.items()}
    if rules.sums_first:
        total = rules.combined([rounded(sum(rules.weighed(c, v[c], "values") for c in v), rules.sum_round) for v in counted])
    else:
        results = {c: rules.combined([rules.weighed(c, x, "values") for x in v]) for c, v in columns.items()}
        total = None if None in results.values() else rounded(
            sum(rules.weighed(c, r, "combined") for c, r in results.items()), rules.sum_round)
    why = shut or ("below-quorum" if len(counted) < rules.quorum else "too-few-marks" if total is None else None)
    return total, len(counted), panels, why

def tallied(rules, entry, sheets, fates):
    """The same of all stages that make the result together; a mark that counts in none of them has its fate too."""
    leaves, accepted = rules.leaves(entry["group"]), entry["state"] == "accepted"
    for place, sheet, last in sheets:
        fates[place] = ["superseded" if not last else "other-stage" if accepted else f"entry-{entry['state']}"] * len(sheet["marks"])
        if len({leaf for leaf, _, _ in sheet["marks"]} & {x for group in leaves.values() for x in group}) < len(sheet["marks"]):
            raise ValueError(f"a leaf twice, or an unknown one: {sheet}")
    made = [(w, staged(rules, stage, leaves, [s[:2] for s in sheets if accepted and s[2]], fates)) for stage, w in rules.parts.items()]
    why = next((part[3] for _, part in made if part[3]), None)
    panels = {c: sum(w * part[2][c] for w, part in made) for c in rules.criteria}
    return None if why else sum(w * part[0] for w, part in made), min(part[1] for _, part in made), panels, why

def lines(rules, entries, sheets, seed, fates):
    by_entry, results, keys, ranks = defaultdict(list), {}, defaultdict(list), {}
    for place, (sheet, after) in enumerate(zip(sheets, [*sheets[1:], {}])):
        by_entry[sheet["entry"]].append((place, sheet, any(sheet[k] != after.get(k) for k in ("entry", "stage", "judge"))))
    for entry, code in ((entry, entry["code"]) for entry in entries):
        total, _, panels, _ = results[code] = tallied(rules, entry, by_entry[code], fates)
        if total is not None:
            key = [-total] + [-panels[t.split(":", 1)[1]] for t in rules.ties if t.startswith("criterion:")]
            key.append(sha256(seed.encode() + b"\0" + code.encode()) if "draw" in rules.ties and seed is not None else "")
            keys[rules.within == "group" and entry["group"]].append((key, code))
    for scope in map(sorted, keys.values()):
        for n, (key, code) in enumerate(scope):
            ranks[code] = ranks[scope[n - 1][1]] if n and scope[n - 1][0] == key else n + 1
    made = [{"entry": code, "judges": judges, "reason": reason, "rank": ranks.get(code), "total": None if reason else exact(total),
             "shown": None if reason else fixed(total, rules.display),
             "eligible": None if rules.threshold is None else total is not None and total >= rules.threshold}
            for code in (e["code"] for e in entries if e["state"] == "accepted") for total, judges, _, reason in [results[code]]]
    return sorted(made, key=lambda line: (line["rank"] is None, line["rank"] or 0, line["entry"].encode()))

def people(rules, parts, fates, order, competing, decision):
    """What format 2 demands of seats, meetings, votes and comments, each with what is wrong if it does not hold."""
    council, panel = parts["roster"]["council"], {p["judge"]: p.get("replaces") for p in parts["roster"]["panel"]}
    later, closed = parts.get("votes") or {"council": council, "meetings": [], "votes": []}, parts["round"]["closed_on"]
    held = [(m["held_on"], m["present"], [s["name"] for s in seats if s["from"] <= m["held_on"] <= (s["to"] or m["held_on"])])
            for seats, of in ((council, parts), (later["council"], later)) for m in of["meetings"]]
    votes = [(*held[v["meeting"] - 1], v, [v[k] for k in ("in_favour", "against", "abstained")]) for v in later["votes"]]
    records = [*{record[0]: record for record in held}.values(), *(vote[:3] for vote in votes)]  # the last of each day counts
    adopted = {(v["entry"], v["entry"] or v["since"]): 2 * n[0] > sum(n) for *_, v, n in sorted(votes, key=lambda vote: vote[0])}
    stated, met = parts["round"]["members_present"], [len(m["present"]) for m in parts["meetings"] if m["held_on"] == closed]
    seat = lambda judge: seat(panel[judge]) if panel.get(judge) else judge  # by who had it first
    voices = Counter((*of[:2], seat(of[2])) for of, marks in zip(order, fates) if "counted" in marks)
    asked, places = [(v["meeting"], v["entry"]) for *_, v, _ in votes], [(*c[:4], c[4] or "") for c in parts["comments"]]
    taken = {tuple(mark[:3]) for act in parts.get("corrections", []) for mark in act["marks"] if mark[5] is None}
    return [
        (set(voices.values()) <= {1} and {*panel.values(), *(of[2] for of in order)} - {None} <= set(panel), "roster: judges"),
        (all(any(old in (new, {**new, "to": None}) for new in later["council"]) for old in council), "votes: another council"),
        (not any(Counter(names or [""]) - Counter(sat) for _, names, sat in records), "meetings: somebody did not sit that day"),
        (met[-1:] in ([], [stated]) and (stated or 0) >= rules.needed(sum(not s["to"] for s in council)), "meetings: too few at closing"),
        (all(v["meeting"] > 0 <= min(n) and sum(n) == len(names) >= rules.needed(len(sat)) for _, names, sat, v, n in votes)
         and len(asked) == len(set(asked)) and {code for _, code in asked} <= {None, *competing}, "votes: counts or questions"),
        (not decision or adopted.get((None, decision.get("amends")), not rules.must_vote) and all(
            adopted.get((d["entry"],) * 2, d["recognised"]) == d["recognised"] for d in decision["lines"]), "decision: against votes"),
        (is_sorted(places) and all(c[5] for c in parts["comments"]) and {p[:4] for p in places if p[:3] not in taken} <= set(order), "comments")]

def findings(data):
    bundle = json.loads(data)
    parts, manifest, signature, form = bundle["parts"], bundle["manifest"], bundle["signature"], bundle["format"]
    rules, tally, marks, sheets = Rules(parts["rules"]), parts["tally"], parts["marks"], parts["marks"]["sheets"]
    hashes = {name: sha256(canonical(part)) for name, part in parts.items()}
    key_id = sha256(base64.b64decode(signature["public_key"], validate=True))[:16] if signature else None
    order, codes = [(s["entry"], s["stage"], s["judge"], s.get("version", 1)) for s in sheets], [e["code"] for e in parts["entries"]]
    fates = [[]] * len(order)  # stays so for sheets of unknown entries
    made = lines(rules, parts["entries"], sheets, tally["seed"], fates)
    counts = Counter(fate for sheet in fates for fate in sheet)
    now = {(s["entry"], s["stage"], s["judge"], leaf): content for s in sheets for leaf, content, _ in s["marks"]}
    acts, led, decision, second = parts.get("corrections", []), True, parts.get("decision"), form == max(PARTS)
    for *place, before, after, _ in (mark for act in acts[::-1] for mark in act["marks"]):
        led &= before != after == now.pop(tuple(place), None)  # undone from the last on, each finds what it left
        now.update({tuple(place): before} if before is not None else {})
    may_win = {line["entry"]: line["total"] is not None and line["eligible"] is not False for line in made}
    checks = [
        (canonical(bundle) + b"\n" == data, "the file is not canonical JSON"),
        (set(bundle) == {"format", "manifest", "parts", "signature"} and set(manifest) == {"format", "parts", "sealed_on"}
         and form == manifest["format"] and set(parts) - {"corrections", "decision", second and "votes"} == PARTS[form], "other parts"),
        (hashes == manifest["parts"], f"the hashes of the parts are {hashes}"),
        (not signature or (signature["algorithm"], signature["key_id"]) == ("Ed25519", key_id), "the key's id is not its"),
        (all(s["marks"] and type(s.get("version", 2)) is int and s.get("version") != 1 for s in sheets)
         and {(*k[:3], k[3] - 1) for k in order if k[3] != 1} <= set(order), "a sheet without marks, or a version is missing"),
        (is_sorted(order) and is_sorted(codes) and all(is_sorted([m[0] for m in s["marks"]]) for s in sheets), "not in order, or twice"),
        ([[mark[2] for mark in s["marks"]] for s in sheets] == fates and [marks[k] for k in ("submitted", "counted", "excluded")] == [
            sum(counts.values()), counts.pop("counted", 0), counts], "the fates of marks, or their numbers, differ"),
        (led and all(act["version"] == n and act["marks"] for n, act in enumerate(acts, 2)), "corrections do not lead to the marks"),
        (tally["stage"] == "+".join(rules.parts) and len(made) == len(tally["lines"]), "tally: another stage or number of lines"),
        *((ours == theirs, f"tally: computed {ours}, stated {theirs}") for ours, theirs in zip(made, tally["lines"])),
        (not decision or [d["entry"] for d in decision["lines"]] == sorted(may_win, key=str.encode) and all(
            not d["recognised"] or may_win.get(d["entry"]) for d in decision["lines"]), "decision: not a line an entry, or not eligible"),
        *(people(rules, parts, fates, order, may_win, decision) if second else [])]
    return bundle, [what for right, what in checks if not right]

def main(arguments):
    writes, status = arguments[:1] == ["--openssl"] and len(arguments) == 3, 0
    folder, files = (arguments[1], arguments[2:]) if writes else (None, arguments)
    if not files or files[0].startswith("-"):
        return print(__doc__, file=sys.stderr) or 2
    for name in files:
        try:
            bundle, found = findings(Path(name).read_bytes())
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, OSError) as error:
            bundle, found = None, [f"unreadable: {error!r}"]
        status |= bool(found)
        for what in found or [f"all {len(bundle['parts'])} hashes and all totals, ranks, fates and votes hold"]:
            print(f"{name}: {what}")
        if not found and folder and bundle["signature"]:
            key, value = (base64.b64decode(bundle["signature"][name]) for name in ("public_key", "value"))
            der = bytes.fromhex("302a300506032b6570032100") + key
            for file, content in (("manifest.json", canonical(bundle["manifest"])), ("signature.bin", value), ("key.der", der)):
                Path(folder, file).write_bytes(content)
            print(f"key {bundle['signature']['key_id']}; is it the published one? then: openssl pkeyutl -verify -rawin -pubin "
                  f"-keyform DER -inkey {folder}/key.der -in {folder}/manifest.json -sigfile {folder}/signature.bin")
    return status

sys.exit(main(sys.argv[1:]))
