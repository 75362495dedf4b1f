"""What the sentiment model's page says."""

from api.artifact.documents import Card, Group, Presentation, SliceWords, Widget
from api.artifact.schema import Localised

DESCRIPTION: Localised = {
    "en": "Sentences of movie reviews, product reviews, tweets and newspaper editorials, each "
    "rated from −4 to 4 by at least twenty people; the mean above 0 counts as positive, and the "
    "few at exactly 0 are left out. And 7,500 words, rated the same way by ten people each.",
    "pt-BR": "Frases de críticas de cinema, avaliações de produtos, tuítes e editoriais de "
    "jornal, cada uma avaliada de −4 a 4 por ao menos vinte pessoas; média acima de 0 conta como "
    "positiva, e as poucas exatamente em 0 ficam de fora. E 7.500 palavras, avaliadas assim por "
    "dez pessoas cada.",
}

DOMAIN_TITLES: dict[str, Localised] = {
    "movie reviews": {"en": "movie reviews", "pt-BR": "das críticas de cinema"},
    "product reviews": {"en": "product reviews", "pt-BR": "das avaliações de produtos"},
    "tweets": {"en": "tweets", "pt-BR": "dos tuítes"},
    "newspaper editorials": {"en": "newspaper editorials", "pt-BR": "dos editoriais de jornal"},
}

EXAMPLE_TITLES: dict[str, Localised] = {
    "positive": {"en": "Praise, from the {}", "pt-BR": "Elogio, {}"},
    "negative": {"en": "Blame, from the {}", "pt-BR": "Crítica, {}"},
    "own": {"en": "A double negative", "pt-BR": "Uma dupla negação"},
}

PRESENTATION = Presentation(
    icon="message",
    answer="words",
    sentence={
        "en": "Reads as {label}: {probability} likely to be positive.",
        "pt-BR": "Soa {label}: {probability} de chance de ser positivo.",
    },
    groups=(Group({"en": "Text", "pt-BR": "Texto"}, ("text",)),),
    widgets={
        "text": Widget(
            kind="text",
            placeholder={
                "en": "Write a sentence in English…",
                "pt-BR": "Escreva uma frase em inglês…",
            },
        )
    },
    label_titles={
        "negative": {"en": "negative", "pt-BR": "negativo"},
        "positive": {"en": "positive", "pt-BR": "positivo"},
    },
    slices={
        "domain": SliceWords(
            {"en": "Kind of text", "pt-BR": "Tipo de texto"},
            {
                "movie reviews": {"en": "movie reviews", "pt-BR": "críticas de cinema"},
                "product reviews": {"en": "product reviews", "pt-BR": "avaliações de produtos"},
                "tweets": {"en": "tweets", "pt-BR": "tuítes"},
                "newspaper editorials": {
                    "en": "newspaper editorials",
                    "pt-BR": "editoriais de jornal",
                },
            },
        ),
        "words": SliceWords(
            {"en": "Words in it", "pt-BR": "Número de palavras"},
            {"21 or more": {"en": "21 or more", "pt-BR": "21 ou mais"}},
        ),
        "strength": SliceWords(
            {"en": "How people rated it", "pt-BR": "Como as pessoas avaliaram"},
            {
                "faint": {"en": "faint: below 1", "pt-BR": "fraco: abaixo de 1"},
                "clear: 1 or more": {"en": "clear: 1 or more", "pt-BR": "claro: 1 ou mais"},
            },
        ),
    },
)

CARD = Card(
    intended_use={
        "en": "A first reading of short English opinions: sorting reviews and comments, "
        "following a trend. A person decides about anything that matters to somebody.",
        "pt-BR": "Uma primeira leitura de opiniões curtas em inglês: ordenar avaliações e "
        "comentários, acompanhar uma tendência. O que importa para alguém é decidido por uma "
        "pessoa.",
    },
    limits={
        "en": "English only; other scripts and accented letters are not read as words. It counts "
        "words and pairs of neighbours, so irony, long negations and comparisons escape it. "
        "Sentences that people themselves rate near neutral are close to a coin toss: see the "
        "slice “faint”. Movie snippets carry no id of their review, so two of one review may "
        "fall on both sides of the split; product reviews never do. The first version, fitted on "
        "reviews only, was right on 78.0 % (± 1.3) of 4,196 tweets, a kind of text that it was "
        "not trained on (always saying positive: 69.0 %), and on 64.2 % (± 1.3) of 4,884 "
        "editorial sentences (always saying negative: 55.4 %).",
        "pt-BR": "Só inglês; outras escritas e letras acentuadas não são lidas como palavras. "
        "Conta palavras e pares vizinhos, portanto ironia, negações longas e comparações lhe "
        "escapam. Frases que as próprias pessoas avaliam quase neutras são quase cara ou coroa: "
        "veja a fatia “faint”. Os trechos de cinema não trazem o id da crítica, então dois da "
        "mesma podem cair em lados diferentes; os de produtos nunca. A primeira versão, ajustada "
        "só em avaliações, acertou 78,0 % (± 1,3) de 4.196 tuítes, tipo de texto em que não foi "
        "treinada (dizer sempre positivo: 69,0 %), e 64,2 % (± 1,3) de 4.884 frases de "
        "editoriais (dizer sempre negativo: 55,4 %).",
    },
    method={
        "en": "Presence of words and pairs of words weighted by rarity, and the sums of the "
        "valences of rated words, praise and blame apart, and apart again where a negation turns "
        "them. Logistic regression, in which a sentence counts as much as people's mean rating "
        "is far from neutral; its logit is then scaled on snippets that were not fitted on, so "
        "that the probabilities hold. Features, weighting and regularisation were chosen by "
        "cross-validation over reviews inside the training rows. The graph lowers and splits the "
        "raw text itself; the words that mattered are found by leaving out one at a time.",
        "pt-BR": "Presença de palavras e pares de palavras ponderada pela raridade, e as somas "
        "das valências de palavras avaliadas, elogio e crítica à parte, e de novo à parte onde "
        "uma negação as inverte. Regressão logística, em que uma frase pesa tanto quanto sua "
        "nota média se afasta do neutro; o logit é depois reescalado em trechos fora do ajuste, "
        "para que as probabilidades valham. Atributos, pesos e regularização foram escolhidos "
        "por validação cruzada entre avaliações, dentro do treino. O próprio grafo põe em "
        "minúsculas e separa o texto bruto; as palavras que importaram são achadas retirando-se "
        "uma de cada vez.",
    },
    licence="MIT (data and lexicon: vaderSentiment, C. J. Hutto)",
    reproduce="farol reproduce sentiment",
    downloadable=True,
)
