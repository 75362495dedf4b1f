"""What the digits model's page says."""

from api.artifact.documents import Card, Group, Presentation, SliceWords, Widget
from api.artifact.schema import Localised

DESCRIPTION: Localised = {
    "en": "Digits written by census employees and students of the United States, scanned, scaled "
    "into 20×20 and centred by mass in 28×28: white ink on black paper.",
    "pt-BR": "Dígitos escritos por recenseadores e estudantes dos Estados Unidos, digitalizados, "
    "reduzidos a 20×20 e centrados pela massa em 28×28: tinta branca em papel preto.",
}

PRESENTATION = Presentation(
    icon="pencil",
    answer="classes",
    sentence={
        "en": "This is a {label}, with probability {probability}.",
        "pt-BR": "É um {label}, com probabilidade {probability}.",
    },
    groups=(Group({"en": "Drawing", "pt-BR": "Desenho"}, ("image",)),),
    widgets={
        "image": Widget(
            kind="canvas",
            placeholder={"en": "Draw a digit from 0 to 9", "pt-BR": "Desenhe um dígito de 0 a 9"},
            # Box of the ink scaled to fit 20×20 keeping its shape, centre of mass put at (14, 14).
            encoder="mnist",
        )
    },
    slices={"digit": SliceWords({"en": "Digit", "pt-BR": "Dígito"})},
)

CARD = Card(
    intended_use={
        "en": "Reading one digit drawn by hand, as a demonstration. Not for cheques, forms or "
        "anything where a wrong digit costs somebody something.",
        "pt-BR": "Ler um dígito desenhado à mão, como demonstração. Não serve para cheques, "
        "formulários nem onde um dígito errado custe algo a alguém.",
    },
    limits={
        "en": "One digit an image, prepared as the training images were: a drawing off centre, "
        "at another size, thick, or in black on white is read badly. It always answers with a "
        "digit, also for a letter or a blank sheet. Sevens with a bar and ones with a serif or "
        "base, usual in Brazil and Europe, are rare in the American training images.",
        "pt-BR": "Um dígito por imagem, preparada como as do treino: desenho fora do centro, em "
        "outro tamanho, grosso ou em preto sobre branco é mal lido. Sempre responde com um "
        "dígito, também para uma letra ou uma folha em branco. Setes cortados e uns com serifa "
        "ou base, comuns no Brasil e na Europa, são raros nas imagens americanas do treino.",
    },
    method={
        "en": "A network with one hidden layer of 512 units, shown each of 3,600 images fifty "
        "times, each time turned, sheared, scaled, shifted and bent anew. A temperature learned "
        "on 400 other images makes the probabilities hold. Scaling from 0–255 is inside the "
        "graph.",
        "pt-BR": "Uma rede com uma camada oculta de 512 unidades, que vê cada uma de 3.600 imagens "
        "cinquenta vezes, sempre girada, inclinada, escalada, deslocada e curvada de novo. Uma "
        "temperatura aprendida em outras 400 imagens faz as probabilidades valerem. A escala de "
        "0–255 está dentro do grafo.",
    },
    licence="CC BY-SA 3.0 (MNIST)",
    reproduce="farol reproduce digits",
    downloadable=True,
    notes={
        "en": "Besides the majority class: naming the digit whose mean training image is nearest "
        "is right on 80.0 % (± 2.5) of the same held-out images. The form scales the box of the "
        "ink into 20×20, keeping its shape, and puts its centre of mass in the middle of 28×28.",
        "pt-BR": "Além da classe majoritária: nomear o dígito cuja imagem média de treino é a "
        "mais próxima acerta 80,0 % (± 2,5) das mesmas imagens de reserva. O formulário reduz a "
        "caixa da tinta a 20×20, mantendo a forma, e põe o centro de massa no meio de 28×28.",
    },
)
