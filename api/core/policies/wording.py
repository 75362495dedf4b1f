"""The sentences of a policy's preview, by language and by what they tell."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "checks": "Drift is checked every {every}, over the last {drift_window}; quality over the "
    "last {quality_window} of which the truth is known. With fewer than {min_rows} rows, a check "
    "says that there is too little data.",
    "severity": "Drift is moderate when {drift_moderate} of the features have drifted and serious "
    "from {drift_serious}; a loss of quality is moderate from {quality_moderate} and serious "
    "from {quality_serious}.",
    "by_hand": "Nothing is retrained unless a person asks for it.",
    "on_quality": "If the loss of quality is serious, repair the model.",
    "on_drift": "If drift is serious for {checks} running, retrain.",
    "on_schedule": "Retrain every {schedule}.",
    "on_truth": "Retrain when the truth of {rows} new rows has come.",
    "on_truth_share": "Retrain when the truth of new rows has come that are {share} of those it "
    "was trained on.",
    "recalibrate_on_schedule": "Recalibrate when nothing has been repaired for {every}.",
    "limits": "Wait at least {cooldown} between two retrainings, and retrain at most "
    "{times} in {period}; the newest {holdout} are kept to judge by.",
    "calibrate": "A retrained version is calibrated on the {days} before those.",
    "refit": "A retrained version that was judged is trained once more on all days.",
    "recalibrate": "If the model still tells cases apart (AUC at most {auc} lower) but is off on "
    "average by {shift} or more, recalibrate instead of retraining; at most once every {cooldown}, "
    "on the last {window}, of which the newest {holdout} are kept to judge by.",
    "gate": "A candidate is refused unless, on at least {rows} held-out rows, its loss is shown "
    "to be at most {margin} above the champion's, no slice is shown to lose more than "
    "{slice_margin}, it takes at most {latency} times as long and is at most {size} times as "
    "large.",
    "shadow_not_worse": "In shadow it must be shown to add at most {margin} to the loss, on at "
    "least {rows} rows with truth and after at least {least}; after {most} it is rejected.",
    "shadow_no_harm": "In shadow nothing may speak against it, on at least {rows} rows with truth "
    "and after at least {least}; after {most} it is rejected.",
    "shadow_better": "In shadow it must be shown to be better, on at least {rows} rows with truth "
    "and after at least {least}; after {most} it is rejected.",
    "canary": "It then answers {weights} of the users, and is taken back when a step takes longer "
    "than {most}.",
    "guardrails": "It must not fail {errors} more of the requests, take {latency} times as long, "
    "shift its scores by a PSI of more than {shift}, or answer more than {nan} of the rows with "
    "no number.",
    "approvals": "A person must agree before the {stages}.",
    "no_approvals": "No person needs to agree to any of it.",
    "probation": "After a promotion the old version goes on in shadow for {length}.",
    "no_probation": "A promotion is final at once: there is no probation.",
    "takes_back": "What proves worse is taken back without asking.",
    "asks_back": "What proves worse is reported; a person takes it back.",
}
PORTUGUESE: Mapping[str, str] = {
    "checks": "O desvio é verificado a cada {every}, sobre os últimos {drift_window}; a "
    "qualidade, sobre os últimos {quality_window} com a verdade conhecida. Com menos de "
    "{min_rows} linhas, a verificação diz que há dados de menos.",
    "severity": "O desvio é moderado quando {drift_moderate} das variáveis se desviaram e grave a "
    "partir de {drift_serious}; a perda de qualidade é moderada a partir de {quality_moderate} e "
    "grave a partir de {quality_serious}.",
    "by_hand": "Nada é retreinado sem que uma pessoa peça.",
    "on_quality": "Se a perda de qualidade for grave, reparar o modelo.",
    "on_drift": "Se o desvio for grave em {checks} seguidas, retreinar.",
    "on_schedule": "Retreinar a cada {schedule}.",
    "on_truth": "Retreinar quando chegar a verdade de {rows} linhas novas.",
    "on_truth_share": "Retreinar quando chegar a verdade de linhas novas que somem {share} das "
    "usadas no treino.",
    "recalibrate_on_schedule": "Recalibrar quando nada tiver sido reparado por {every}.",
    "limits": "Esperar pelo menos {cooldown} entre dois retreinos e retreinar no máximo {times} "
    "em {period}; os últimos {holdout} ficam reservados para julgar.",
    "calibrate": "Uma versão retreinada é calibrada com os {days} anteriores a esses.",
    "refit": "Uma versão retreinada e já julgada é treinada mais uma vez com todos os dias.",
    "recalibrate": "Se o modelo ainda distingue os casos (AUC no máximo {auc} menor), mas erra em "
    "média {shift} ou mais, recalibrar em vez de retreinar; no máximo uma vez a cada {cooldown}, "
    "com os últimos {window}, dos quais os últimos {holdout} ficam reservados para julgar.",
    "gate": "Um candidato é recusado a menos que, em pelo menos {rows} linhas reservadas, se "
    "mostre que sua perda fica no máximo {margin} acima da do campeão, que nenhuma fatia perde "
    "mais de {slice_margin}, que ele leva no máximo {latency} vezes o tempo e que tem no máximo "
    "{size} vezes o tamanho.",
    "shadow_not_worse": "Na sombra, é preciso mostrar que ele acrescenta no máximo {margin} à "
    "perda, em pelo menos {rows} linhas com verdade e após pelo menos {least}; após {most}, é "
    "rejeitado.",
    "shadow_no_harm": "Na sombra, nada pode depor contra ele, em pelo menos {rows} linhas com "
    "verdade e após pelo menos {least}; após {most}, é rejeitado.",
    "shadow_better": "Na sombra, é preciso mostrar que ele é melhor, em pelo menos {rows} linhas "
    "com verdade e após pelo menos {least}; após {most}, é rejeitado.",
    "canary": "Depois ele responde a {weights} dos usuários e é retirado quando uma etapa dura "
    "mais de {most}.",
    "guardrails": "Ele não pode falhar em {errors} a mais das requisições, levar {latency} vezes "
    "o tempo, deslocar as pontuações por um PSI acima de {shift}, nem responder mais de {nan} das "
    "linhas sem um número.",
    "approvals": "Uma pessoa precisa concordar antes de: {stages}.",
    "no_approvals": "Nenhuma pessoa precisa concordar com nada disso.",
    "probation": "Depois de uma promoção, a versão antiga continua na sombra por {length}.",
    "no_probation": "Uma promoção vale de imediato: não há período de prova.",
    "takes_back": "O que se mostra pior é retirado sem perguntar.",
    "asks_back": "O que se mostra pior é relatado; uma pessoa o retira.",
}
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "hours": ("hour", "hours"),
        "days": ("day", "days"),
        "times": ("time", "times"),
        "checks": ("check", "checks"),
        "stages": ("shadow, canary, promotion", " and the "),
    },
    "pt-BR": {
        "hours": ("hora", "horas"),
        "days": ("dia", "dias"),
        "times": ("vez", "vezes"),
        "checks": ("verificação", "verificações"),
        "stages": ("sombra, canário, promoção", " e "),
    },
}
"""Singular and plural; for the stages their names in order, and what joins the last two."""
SENTENCES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "pt-BR": PORTUGUESE}
