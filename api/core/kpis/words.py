"""What each KPI is called and how it is computed, in both languages.

docs/metrics.md says the same in English; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.core.kpis.types import Localised


@dataclass(frozen=True)
class Words:
    title: Localised
    definition: Localised
    """What it tells, in a sentence."""
    formula: Localised
    source: Localised
    """Where the numbers come from, and by which clock they go."""
    adds_up: Localised
    excludes: Localised


def _both(english: str, portuguese: str) -> Localised:
    return {"en": english, "pt-BR": portuguese}


_RATIO = _both(
    "Numerators and denominators are added over days, models and versions, then divided.",
    "Numeradores e denominadores são somados por dias, modelos e versões, e então divididos.",
)
_SUM = _both("A sum over days, models and versions.", "Uma soma por dias, modelos e versões.")
_REQUESTS = _both(
    "The day rollups of requests, by wall time (UTC).",
    "Os resumos diários de requisições, pelo relógio (UTC).",
)
_ONLINE_ONLY = _both(
    "Batches (nobody waits for their chunks), shadow versions, and requests that were refused "
    "before a model was known.",
    "Lotes (ninguém espera por suas partes), versões em sombra e requisições recusadas antes de "
    "se conhecer o modelo.",
)
_PRICED = _both(
    "CPU hours × their rate + GPU hours × their rate + GiB-hours of memory × their rate; the rates "
    "and the currency are settings.",
    "Horas de CPU × seu preço + horas de GPU × seu preço + GiB-horas de memória × seu preço; os "
    "preços e a moeda são configurações.",
)
_USAGE = _both(
    "The day rollups of usage, by wall time (UTC): CPU time of the threads that run graphs, memory "
    "that each version was measured to hold while it is loaded, and CPU time and memory of the "
    "processes of jobs.",
    "Os resumos diários de uso, pelo relógio (UTC): tempo de CPU das linhas de execução que rodam "
    "grafos, memória medida de cada versão enquanto carregada, e tempo de CPU e memória dos "
    "processos das tarefas.",
)
_NOT_METERED = _both(
    "Database, broker, shipper and scheduler, disks and network, a worker between its jobs, and "
    "attempts at jobs that were killed.",
    "Banco de dados, fila, expedidor e agendador, discos e rede, um trabalhador entre tarefas e "
    "tentativas de tarefas que foram mortas.",
)

WORDS: Mapping[str, Words] = {
    "predictions": Words(
        title=_both("Predictions served", "Predições servidas"),
        definition=_both("Rows scored for callers.", "Linhas pontuadas a pedido de alguém."),
        formula=_both(
            "The number of rows answered, whichever way they were asked.",
            "O número de linhas respondidas, por qualquer via.",
        ),
        source=_both(
            "The day rollups of predictions, by the day that a prediction is about (UTC).",
            "Os resumos diários de predições, pelo dia a que cada predição se refere (UTC).",
        ),
        adds_up=_SUM,
        excludes=_both(
            "What shadow versions scored, and requests that were refused or failed.",
            "O que versões em sombra pontuaram, e requisições recusadas ou falhas.",
        ),
    ),
    "availability": Words(
        title=_both("Availability", "Disponibilidade"),
        definition=_both(
            "The share of valid online requests that got their answer, against the objective.",
            "A parcela das requisições válidas que receberam resposta, diante do objetivo.",
        ),
        formula=_both(
            "1 − failed requests (5xx) ÷ (requests − refused requests (4xx)).",
            "1 − requisições falhas (5xx) ÷ (requisições − requisições recusadas (4xx)).",
        ),
        source=_REQUESTS,
        adds_up=_RATIO,
        excludes=_ONLINE_ONLY,
    ),
    "error-budget": Words(
        title=_both("Error budget left", "Orçamento de erros restante"),
        definition=_both(
            "How much of the failures that the availability objective allows in the period is "
            "left; below 0 it is overspent.",
            "Quanto resta das falhas que o objetivo de disponibilidade permite no período; abaixo "
            "de 0, o orçamento foi ultrapassado.",
        ),
        formula=_both(
            "1 − failed requests ÷ (valid requests × (1 − objective)).",
            "1 − requisições falhas ÷ (requisições válidas × (1 − objetivo)).",
        ),
        source=_REQUESTS,
        adds_up=_RATIO,
        excludes=_ONLINE_ONLY,
    ),
    "latency-p95": Words(
        title=_both("95th percentile latency", "Latência, percentil 95"),
        definition=_both(
            "The time within which 95 % of the answered online requests had their answer.",
            "O tempo em que 95 % das requisições respondidas tiveram sua resposta.",
        ),
        formula=_both(
            "The 0.95 quantile of the histogram of latencies, each bucket taken as evenly filled.",
            "O quantil 0,95 do histograma de latências, com cada faixa preenchida por igual.",
        ),
        source=_REQUESTS,
        adds_up=_both(
            "Histograms are added bucket by bucket over days, models and versions; percentiles "
            "are never averaged.",
            "Os histogramas são somados faixa a faixa por dias, modelos e versões; percentis "
            "nunca são tirados em média.",
        ),
        excludes=_both(
            "Refused and failed requests, batches, shadow versions, and the time on the network.",
            "Requisições recusadas e falhas, lotes, versões em sombra e o tempo na rede.",
        ),
    ),
    "quality": Words(
        title=_both("Quality against promise", "Qualidade diante do prometido"),
        definition=_both(
            "How good a model's answers turned out, beside what the sealed evaluation of the "
            "serving version promised; over all models, the share that keep their promise.",
            "Quão boas as respostas de um modelo se mostraram, ao lado do que prometeu a "
            "avaliação selada da versão em uso; sobre todos os modelos, a parcela que cumpre o "
            "prometido.",
        ),
        formula=_both(
            "The mean over answers with truth of the task's measure: Brier score of a two-class "
            "model, accuracy of a model of several classes, mean absolute error of a number. The "
            "95 % interval takes a day as one unit of chance. A promise is broken when the whole "
            "interval of the loss lies above it and the loss is higher by more than the model's "
            "policy lets pass.",
            "A média, sobre as respostas com verdade conhecida, da medida da tarefa: pontuação de "
            "Brier de um modelo de duas classes, acurácia de um de várias classes, erro absoluto "
            "médio de um número. O intervalo de 95 % toma um dia como unidade de acaso. A "
            "promessa é quebrada quando todo o intervalo da perda fica acima dela e a perda é "
            "maior do que a política do modelo deixa passar.",
        ),
        source=_both(
            "The day rollups of judged answers, made by each check, by the day that a prediction "
            "is about (UTC).",
            "Os resumos diários de respostas julgadas, feitos a cada verificação, pelo dia a que "
            "cada predição se refere (UTC).",
        ),
        adds_up=_both(
            "Of one model the losses and rows are added over days and versions, then divided. "
            "Measures of different models do not add up: models are counted.",
            "De um modelo, perdas e linhas são somadas por dias e versões, e então divididas. "
            "Medidas de modelos diferentes não se somam: contam-se os modelos.",
        ),
        excludes=_both(
            "Answers whose truth has not come, batches, and versions asked for by number.",
            "Respostas cuja verdade ainda não chegou, lotes e versões pedidas pelo número.",
        ),
    ),
    "satisfaction": Words(
        title=_both("User satisfaction", "Satisfação dos usuários"),
        definition=_both(
            "The share of thumbs up among the thumbs that people gave to answers.",
            "A parcela de avaliações positivas entre as que as pessoas deram às respostas.",
        ),
        formula=_both(
            "Thumbs up ÷ (thumbs up + thumbs down), with the 95 % interval of Wilson (1927).",
            "Positivas ÷ (positivas + negativas), com o intervalo de 95 % de Wilson (1927).",
        ),
        source=_both(
            "The day rollups of feedback, by the day on which it came in (UTC).",
            "Os resumos diários de avaliações, pelo dia em que chegaram (UTC).",
        ),
        adds_up=_RATIO,
        excludes=_both(
            "Thumbs for answers that Farol never gave, and comments.",
            "Avaliações de respostas que o Farol nunca deu, e comentários.",
        ),
    ),
    "cost": Words(
        title=_both("Total cost", "Custo total"),
        definition=_both(
            "What the models and the serving process took of the machine, priced.",
            "O que os modelos e o processo de serviço tomaram da máquina, a preço.",
        ),
        formula=_PRICED,
        source=_USAGE,
        adds_up=_SUM,
        excludes=_NOT_METERED,
    ),
    "cost-per-prediction": Words(
        title=_both("Cost per prediction", "Custo por predição"),
        definition=_both(
            "The total cost, idling and training included, for each row that was answered.",
            "O custo total, com ociosidade e treinamento, por linha respondida.",
        ),
        formula=_both(
            "Total cost ÷ rows answered, online and in batches, on the same days. Of a model or a "
            "version: its own cost ÷ its own rows.",
            "Custo total ÷ linhas respondidas, avulsas e em lote, nos mesmos dias. De um modelo "
            "ou versão: seu próprio custo ÷ suas próprias linhas.",
        ),
        source=_both(
            "The day rollups of usage and of requests, by wall time (UTC).",
            "Os resumos diários de uso e de requisições, pelo relógio (UTC).",
        ),
        adds_up=_RATIO,
        excludes=_both(
            "What the total cost leaves out, and days before usage was measured.",
            "O que o custo total deixa de fora, e dias anteriores à medição do uso.",
        ),
    ),
    "idle-cost": Words(
        title=_both("Idle cost", "Custo ocioso"),
        definition=_both(
            "The part of the total cost that scored nothing: memory of versions that were loaded "
            "and not asked, and all of the serving process that is not graph runs or loaded "
            "versions.",
            "A parte do custo total que não pontuou nada: memória de versões carregadas e não "
            "consultadas, e tudo do processo de serviço que não é execução de grafos ou versões "
            "carregadas.",
        ),
        formula=_PRICED,
        source=_USAGE,
        adds_up=_SUM,
        excludes=_NOT_METERED,
    ),
    "value": Words(
        title=_both("Value delivered", "Valor entregue"),
        definition=_both(
            "What the answers whose truth is known were worth against doing nothing, by the "
            "formula that an engineer set for each model.",
            "Quanto valeram, diante de não fazer nada, as respostas cuja verdade é conhecida, pela "
            "fórmula que um engenheiro definiu para cada modelo.",
        ),
        formula=_both(
            "For each model its formula over the counts of right and wrong answers, or over the "
            "sum of errors, × the price of its unit; with a 95 % interval that takes a day as one "
            "unit of chance.",
            "Para cada modelo, sua fórmula sobre as contagens de respostas certas e erradas, ou "
            "sobre a soma dos erros, × o preço de sua unidade; com intervalo de 95 % que toma um "
            "dia como unidade de acaso.",
        ),
        source=_both(
            "The day rollups of judged answers, made by each check, by the day that a prediction "
            "is about (UTC), and the newest formula of each model.",
            "Os resumos diários de respostas julgadas, feitos a cada verificação, pelo dia a que "
            "cada predição se refere (UTC), e a fórmula mais nova de cada modelo.",
        ),
        adds_up=_both(
            "Money is a sum over days, versions and models with a price; intervals do not add up.",
            "O dinheiro é uma soma por dias, versões e modelos com preço; intervalos não se somam.",
        ),
        excludes=_both(
            "Answers whose truth has not come, models without a formula or without a price, "
            "batches, and versions asked for by number.",
            "Respostas cuja verdade ainda não chegou, modelos sem fórmula ou sem preço, lotes e "
            "versões pedidas pelo número.",
        ),
    ),
    "incidents": Words(
        title=_both("Open incidents", "Incidentes abertos"),
        definition=_both(
            "Alerts that were not resolved at the end of the period, or now if it goes on.",
            "Alertas não resolvidos no fim do período, ou agora se ele ainda corre.",
        ),
        formula=_both(
            "Alerts opened before the moment and not resolved by then.",
            "Alertas abertos antes do momento e ainda não resolvidos.",
        ),
        source=_both("The alerts, by wall time (UTC).", "Os alertas, pelo relógio (UTC)."),
        adds_up=_both(
            "A state at a moment: models add up, days do not.",
            "Um estado em um momento: modelos se somam, dias não.",
        ),
        excludes=_both(
            "Nothing: an acknowledged alert counts until it is resolved.",
            "Nada: um alerta reconhecido conta até ser resolvido.",
        ),
    ),
}
