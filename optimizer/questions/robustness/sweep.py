"""One walk over all portfolios for many objectives at once."""
from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.models.program import Program
from optimizer.questions.robustness.relaxation import Relaxation, matrix, relax


class Walk:
    def __init__(self, program: Program, relaxation: Relaxation, order=None):
        self.program = program
        self.x = relaxation
        self.groups = list(program.groups.values())
        self.A, self.b = matrix(program)
        x = relaxation
        E = len(x.constant)
        # choice tables
        best = [np.maximum(0, x.gain[:, list(g)].max(axis=1)) for g in self.groups]
        self.loss = [np.stack([best[i]] + [best[i] - x.gain[:, o] for o in g]) for i, g in enumerate(self.groups)]  # (choices,E)
        self.root = x.constant + sum(best)
        if order is None:
            key = [-(np.median(np.sort(l, axis=0)[1])) for l in self.loss]
            order = sorted(range(len(self.groups)), key=lambda i: key[i])
        self.order = order
        place = {i: p for p, i in enumerate(order)}
        owner = {o: i for i, g in enumerate(self.groups) for o in g}
        self.owner = owner
        # row minimal activities
        O = len(program.options)
        self.rowmin = np.minimum(0, self.A[:, O:]).sum(axis=1)
        self.step = []  # per group: (choices, R) change over the minimum
        for g in self.groups:
            c = np.concatenate([np.zeros((len(self.b), 1), dtype=np.int64), self.A[:, list(g)]], axis=1)
            low = c.min(axis=1)
            self.rowmin = self.rowmin + low
            self.step.append((c - low[:, None]).T.copy())
        # bundles decided at a level
        self.at = [[] for _ in order]
        self.first = []
        for k, bundle in enumerate(program.bundles):
            mem = [owner[m[0]] for m in bundle.members if m]
            if not mem:
                self.first.append(k); continue
            self.at[max(place[i] for i in mem)].append(k)
        self.products = {}
        for j, (k, o) in enumerate(program.products):
            self.products.setdefault(k, {})[o] = j

    def settle(self, k, choice, bound, act):
        """Correct bound and activity for bundle k, all of whose members are decided."""
        p, x = self.program, self.x
        bundle = p.bundles[k]
        options, t = x.split[k]
        pos = {int(o): q for q, o in enumerate(options)}
        n = len(choice)
        count = np.zeros(n, dtype=np.int64)
        E = bound.shape[1]
        part = np.zeros((n, E), dtype=np.int64)
        add = np.zeros((n, E), dtype=np.int64)
        addA = np.zeros((n, len(self.b)), dtype=np.int64)
        O, Z = len(p.options), len(p.bundles)
        for m in bundle.members:
            if not m: continue
            i = self.owner[m[0]]
            c = choice[:, i]
            count += c > 0
            tt = np.concatenate([np.zeros((1, E), dtype=np.int64), t[:, [pos[o] for o in self.groups[i]]].T])
            part -= tt[c]
            if k in self.products:
                ee = np.zeros((len(tt), E), dtype=np.int64); aa = np.zeros((len(tt), len(self.b)), dtype=np.int64)
                for q, o in enumerate(self.groups[i]):
                    if o in self.products[k]:
                        j = self.products[k][o]
                        ee[q + 1] = x.extra[:, j]; aa[q + 1] = self.A[:, O + Z + j]
                add += ee[c]; addA += aa[c]
        on = (count >= bundle.at_least)[:, None]
        part += np.where(on, add + x.worth[:, k], 0)
        bound += part - x.best[:, k]
        col = self.A[:, O + k]
        low = np.minimum(0, col)
        if k in self.products:
            low = low + sum(np.minimum(0, self.A[:, O + Z + j]) for j in self.products[k].values())
        if low.any() or col.any() or addA.any():
            act += np.where(on, addA + col, 0) - low


def pareto(program, values, known, limit=10**9, chunk=4096, log=None, deadline=None):
    """All non-dominated portfolios (value vectors)."""
    x = relax(program, values)
    w = Walk(program, x)
    V = np.array(values, dtype=np.int64)
    found = {tuple(sel) for sel in known}
    vec = lambda sel: V[:, list(program.columns(sel))].sum(axis=1)
    sel = sorted(found)
    F = np.array([vec(s) for s in sel]).reshape(-1, len(V))
    hits = np.zeros(len(F))
    J = len(w.order)
    n0 = dict(nodes=0, leaves=0, checks=0)
    root = (0, np.zeros((1, J), dtype=np.int8), w.root[None, :].copy(), w.rowmin[None, :].copy())
    for k in w.first:
        w.settle(k, root[1], root[2], root[3])
    stack = [root]
    t0 = time.time(); levels = np.zeros(J + 1, dtype=int)
    sc = x.scale
    while stack:
        if deadline and time.time() - t0 > deadline: return sel, F, n0, False
        depth, choice, bound, act = stack.pop()
        i = w.order[depth]
        L, S = w.loss[i], w.step[i]
        C = len(L)
        n = len(choice)
        nb = (bound[None] - L[:, None, :]).reshape(C * n, -1)
        na = (act[None] + S[:, None, :]).reshape(C * n, -1)
        nc = np.tile(choice, (C, 1)); nc[:, i] = np.repeat(np.arange(C), n)
        keep = (na <= w.b).all(axis=1)
        nb, na, nc = nb[keep], na[keep], nc[keep]
        for k in w.at[depth]:
            w.settle(k, nc, nb, na)
        if w.at[depth]:
            keep = (na <= w.b).all(axis=1)
            nb, na, nc = nb[keep], na[keep], nc[keep]
        n0["nodes"] += len(nb)
        if not len(nb): continue
        # prune
        U = nb // sc
        alive = np.arange(len(U))
        if len(F):
            ordr = np.argsort(-hits, kind="stable")
            blk = 8
            p = 0
            while p < len(F) and len(alive):
                f = ordr[p:p + blk]
                Ua = U[alive]
                ge = np.ones((len(Ua), len(f)), dtype=bool)
                eq = np.ones((len(Ua), len(f)), dtype=bool)
                for e in range(U.shape[1]):
                    ge &= F[f, e][None, :] >= Ua[:, e, None]
                dom = ge
                if ge.any():
                    cand = np.flatnonzero(ge.any(axis=1))
                    for e in range(U.shape[1]):
                        eq[cand] &= F[f, e][None, :] == Ua[cand][:, e, None]
                    dom = ge & ~eq
                hits[f] += dom.sum(axis=0)
                n0["checks"] += ge.size
                alive = alive[~dom.any(axis=1)]
                p += blk
                blk = min(1024, blk * 2)
            hits *= 0.95
        nb, na, nc = nb[alive], na[alive], nc[alive]
        levels[depth + 1] += len(nb)
        if depth + 1 == J:
            for c in nc:
                s = tuple(sorted(w.groups[i][c[i] - 1] for i in range(J) if c[i]))
                if s in found: continue
                if not program.feasible(s): continue
                n0["leaves"] += 1
                v = vec(s)
                if len(F):
                    if ((F >= v).all(axis=1) & (F > v).any(axis=1)).any(): continue
                    bad = (F <= v).all(axis=1) & (F < v).any(axis=1)
                    if bad.any():
                        for b_ in np.flatnonzero(bad): found.discard(sel[b_])
                        sel = [q for q, b_ in zip(sel, bad) if not b_]; F = F[~bad]; hits = hits[~bad]
                found.add(s); sel.append(s); F = np.concatenate([F, v[None]]); hits = np.append(hits, 1.0)
            continue
        # order children best first by total bound
        score = (nb / w.root).sum(axis=1)
        o = np.argsort(score)  # worst first so best is popped first
        for a in range(0, len(o), chunk):
            q = o[a:a + chunk]
            stack.append((depth + 1, nc[q], nb[q], na[q]))
        if log and n0["nodes"] % 7 == 0:
            print(depth, len(stack), n0, len(F), round(time.time() - t0, 1), flush=True)
    n0["levels"] = levels.tolist()
    return sel, F, n0, True
