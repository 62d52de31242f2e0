"""The letters before and after each rarer accented letter in western words; written by tools/build_letter_neighbours.py."""

from __future__ import annotations

from typing import Final

__all__ = ["NEIGHBOURS"]

NEIGHBOURS: Final[dict[str, frozenset[str]]] = {
    letter: frozenset(pairs.split())
    for letter, pairs in {
        "à": (
            "__ _c _f _g _k _l _m _n _p _q _r _s _t _u _v _z b_ bb bc bl bn br bs bt bv c_ cc cl cm cn cp cr "
            "cs ct cv d_ dc dl dn dr ds dt dv e_ em en et f_ fb fc fn fr fs ft g_ gb gl gm gn gr gs gv h_ hb "
            "hg hm hr i_ il im in ir is it j_ l_ lc lg li ll lm ln lp lr ls lt lu lv lx m_ mc mf mg ml mn mq "
            "mr ms mt mx n_ nd ni nl nm nn np nr ns nt nu nv o_ oc or p_ pd pg pl pm pn pr ps pt r_ rb rc rd "
            "rf rg ri rl rm rn rp rq rr rs rt ru rv s_ sh sl sn sp sr st sv t_ tb tc tf tg tl tm tn tp tr ts "
            "tt tv tx u_ un ur us ut v_ vl vn vq vr vs vt x_ xf xg xm xt xv y_ ys z_ zm zn ç_ çr "
        ),
        "ã": (
            "a_ b_ bo c_ ce co d_ do e_ eo f_ fe fo fs g_ go gs h_ he ho hs i_ ie io is je jo l_ lo ls m_ me "
            "mo ms n_ no o_ oo p_ pe po ps r_ re ro rs s_ so t_ to ts u_ uo v_ vo xo zo ç_ ço "
        ),
        "æ": (
            "__ _b _d _f _g _k _l _n _p _r _s _t _v _x _ð b_ bg bi bj bk bl bn br bs bt bð cs dd dg dh dk dl "
            "dm dr dt dv eg er f_ fd fe fk fl fn fr fs ft fð gd gf gi gl gn gr gs gt gv gð h_ hd hf hg hk hl "
            "hm hn hr hs ht hv hð ir jg jj jl jr jv kb kd kf kg kl km kn ko kr kt kv l_ lb ld le lg lj lk lm "
            "ln lp lr ls lt lu lð m_ mg mi mk ml mn mr ms mt mð n_ nb ne nf ng nh nk nl nm np nr ns nt nv nð "
            "pd pe pi pj pl pn pr r_ rb rc rd re rf rg ri rj rk rl rm rn rr rs rt rv rð s_ sb sd sf si sk sl "
            "sm sn sr ss st sv sð td te tg tk tl tm tn tp tr ts tt tv tð un ur v_ vb vd vg vj vk vl vm vn vp "
            "vr vs vt vv vð át ðf ós þg þr þt "
        ),
        "è": (
            "__ _l _m _p _r _s _t _x al ar b_ bc bg bl br bs bt c_ cd cl cm cn cp cr cs ct cu cz d_ db dc df "
            "dl dm dn dr ds du dv f_ fi fl fm fn fr fs ft fv gd gl gm gn gr gs gt gv h_ hl hm hn hq hr hs ht "
            "hv i_ ic id ig im in ir is it iv l_ lb lc ld lf lg ll lm ln lp lr ls lt lv lx lz m_ mc md mg ml "
            "mm mn mr ms mt mx mz n_ nb nc nd nf ng ni nm nn nr ns nt nv o_ om os ot p_ pc pd pl pn pr ps pt "
            "pu r_ rb rc rd rf rg ri rm rn rp rr rs rt rv rz s_ sc sd sg sm sn sp sq sr ss st sv t_ tb tc tg "
            "tl tm tn tq tr ts tt tv tx u_ uc ud ug un ur us ut uz v_ vg vl vn vr vs x_ xm xn xq xr yn yr ys "
            "yv z_ zb zs ün "
        ),
        "ê": (
            "_n _t _x a_ b_ bb bn bs bt c_ cn cs ct cu d_ de dm dn ds f_ fm ft g_ gm gn h_ hn ht i_ im in is "
            "it l_ lm ln ls md ml mm mn ms mt n_ nn ns nt nu ol om os p_ pc pl pn pr ps pt pu r_ ra rc rl rm "
            "rn rp rs rt rv sc sn t_ ti tm tn ts tt tv tx u_ un up us ut v_ vc ve vm vn vq vs vt z_ ün "
        ),
        "ì": ("b_ c_ d_ g_ l_ n_ p_ r_ s_ t_ u_ v_ "),
        "ï": (
            "a_ aa ab ac ad ae af ag ak al am an ao aq ar as at av aw e_ ea eb ed ee el em en er es et ex i_ "
            "in is it o_ oa oc od oe on oq os u_ ua ub uc ud ue ug ul um un ur us ut ux "
        ),
        "ð": (
            "__ a_ aa ab ad ae af ag ah ai ak al am an ar as au av e_ ea ef eg eh ei ej ek el em en er es eu "
            "ev f_ fa fb fe fi fu g_ ga gb gi gr gs gu i_ ia ib id ie if ig ih ii ij ik il im in ir is it iu "
            "iv ií iö iþ o_ oa oi on oo os ou r_ ra rb re rf rg rh ri rl rm rn rr rs rt ru rv u_ ua ub uf ug "
            "ui uj uk ul um un ur us uu uv uá uæ y_ ya yf yi yj yr ys yu á_ áa ág áh ái ál án ár ás áu æ_ æa "
            "æg æi æn ær æs æu é_ éa éi és éu í_ ía íi ík íl ín ír ís ít íu ó_ óa ób óe óf óg óh ói ók ól óm "
            "ón ór ós óu óv óþ ö_ öi öl ör öu öv ú_ úa úg úi úk úl úr úu úv ý_ ýa ýe ýh ýi ýn ýr ýs ýu ýv "
        ),
        "ñ": (
            "_a _e _o _u aa ae ai ao au aá aé aí aó ea ee ei eo eu eó ia ie ii io iá ió oa oe oi oo ua ue ui "
            "uo uu ué uó áa áe úe úi "
        ),
        "ò": (
            "_b _m _p _r _s _v _x at b_ bl bn br bs bt c_ cc cd cf cg cl cm cn cp cr cs ct d_ dc dl dn dr dt "
            "eg el en ep er fb fn fr fs g_ gg gl gn gr gt hl hs i_ ic id ig il in ip it kv l_ lb ld lg ll lm "
            "ln lr ls m_ mb mc md mf ml mm mn mr n_ nd nf ng nl nm nn nr ns nt nv p_ pc pd pg pl pn pr ps pt "
            "r_ rb rc rd rf rg rl rm rn rp rq rr rs rt rv rx s_ sc sd sf sl sn sr ss sv t_ tc td tf tg tl tm "
            "tn tp tq tr tt tx u_ v_ vl vm vt wl x_ xf xt z_ zn ç_ "
        ),
        "õ": ("ce de ee fe ge he ie je le me pe re se te ve xe ze çe "),
        "ø": (
            "__ _d _e _g _h _i _j _k _l _m _n _r _s _v _y b_ bd bf bg bh bj bk bl bn br bs bt bv by d_ db dd "
            "de dg dm dn dp dr ds dt dv dy ee er es ey f_ fd fj fk fl fn fr ft fy g_ gj gr gy he hf hg hi hj "
            "hl hn hr hs hv hy ir is iv iy j_ jb jd je jf jg jh ji jk jl jm jn jp jr js jt jv k_ kb kd ke kg "
            "kj kk kl kn kr ky l_ lb ld le lf lg lj lk ln lp lr ls lt lv ly m_ mb md mg mk ml mn mr ms mt my "
            "n_ nb nd ne nf ng nh nj nk nl nm nr ns nt nv ny ok pb pg pj pk pl pr ps r_ ra rb rd re rf rg rj "
            "rk rl rm rn rp rr rs rt rv ry s_ sb sd se sf sg si sj sk sl sm sn sp sr ss st sv sy t_ tb td te "
            "tf tj tk tl tm tn tp tr ts tt tv ty ue un uy v_ ve vm vp vr vs vy åy "
        ),
        "ù": ("b_ f_ i_ l_ n_ o_ r_ s_ t_ "),
        "û": ("bc d_ dm el en ft lt mr ol ot qr rl sr "),
        "ý": (
            "_k _m _r _s _t bl br bs bð df dg dp dr fl hs hð k_ kj kl kp kr ks kt kó l_ ld lg lj lk ln lr ls "
            "lt lð mk mr mv n_ na nb nf ni nj nk nl nm nn nr ns nt ná pt rj rl rm rn rr rs rt rð sk sn sr ss "
            "tn tp tr þd þs þt þð "
        ),
        "þ": (
            "__ _a _e _i _j _o _r _u _v _y _á _æ _é _í _ó _ö _ú _ý ae ai aj aó dr eí fr fó gó gý ij ir li lj "
            "lý mr my mæ ne nr ná næ nó pi re ri rj ro rý s_ si sj sá sæ tj tr ui uj ur yó ár áý íj ír ði ðr "
            "óa óe óo ór óæ óö "
        ),
        "ÿ": ("a_ "),
        "œ": ("_d _i _s _u bu cu du ft hn hu ju nu ru su vu "),
    }.items()
}
"""The letters before and after each; `_` is the edge of a word."""
