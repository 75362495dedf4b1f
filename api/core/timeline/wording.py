"""The sentences of the timeline, by language and event."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "version_registered": "Version {version} was registered.",
    "training_asked": "A training was asked for.",
    "recalibration_asked": "A recalibration was asked for.",
    "training_succeeded": "The training ended with version {version}.",
    "training_failed": "The training failed.",
    "training_dead": "The training was given up: its workers vanished.",
    "training_cancelled": "The training was cancelled.",
    "rollout_propose": "Version {version} was proposed.",
    "rollout_clear_the_gate": "Version {version} passed the gate.",
    "rollout_start_shadow": "Version {version} began to score in shadow.",
    "rollout_start_canary": "Version {version} began to answer {weight} of the users.",
    "rollout_widen": "Version {version} answers {weight} of the users now.",
    "rollout_promote": "Version {version} was promoted: it answers everybody.",
    "rollout_promote_now": "Version {version} was promoted by hand: it answers everybody.",
    "rollout_settle": "Version {version} passed its probation.",
    "rollout_supersede": "Version {version} was superseded.",
    "rollout_restore": "Version {version} answers everybody again.",
    "rollout_roll_back": "Version {version} was rolled back.",
    "rollout_reject": "Version {version} was rejected.",
    "rollout_abort": "The rollout of version {version} was aborted.",
    "rollout_approve": "The next stage of version {version} was approved.",
    "rollout_pause": "The rollout of version {version} was paused.",
    "rollout_resume": "The rollout of version {version} was resumed.",
    "policy_set": "The policy was changed (version {number}).",
    "check_wait": "Version {version} was checked: no repair.",
    "check_retrain": "Version {version} was checked: it is to be retrained.",
    "check_recalibrate": "Version {version} was checked: it is to be recalibrated.",
    "requests_failed": "Requests that version {version} gave no answer to that day: {count}.",
    "report_asked": "A report on {start} to {end} was asked for.",
}
PORTUGUESE: Mapping[str, str] = {
    "version_registered": "A versão {version} foi registrada.",
    "training_asked": "Um treino foi pedido.",
    "recalibration_asked": "Uma recalibração foi pedida.",
    "training_succeeded": "O treino terminou com a versão {version}.",
    "training_failed": "O treino falhou.",
    "training_dead": "O treino foi abandonado: seus processos sumiram.",
    "training_cancelled": "O treino foi cancelado.",
    "rollout_propose": "A versão {version} foi proposta.",
    "rollout_clear_the_gate": "A versão {version} passou pelo portão.",
    "rollout_start_shadow": "A versão {version} começou a pontuar na sombra.",
    "rollout_start_canary": "A versão {version} começou a responder a {weight} dos usuários.",
    "rollout_widen": "A versão {version} agora responde a {weight} dos usuários.",
    "rollout_promote": "A versão {version} foi promovida: responde a todos.",
    "rollout_promote_now": "A versão {version} foi promovida à mão: responde a todos.",
    "rollout_settle": "A versão {version} concluiu seu período de prova.",
    "rollout_supersede": "A versão {version} foi substituída.",
    "rollout_restore": "A versão {version} voltou a responder a todos.",
    "rollout_roll_back": "A versão {version} foi retirada.",
    "rollout_reject": "A versão {version} foi rejeitada.",
    "rollout_abort": "A implantação da versão {version} foi interrompida.",
    "rollout_approve": "A próxima etapa da versão {version} foi aprovada.",
    "rollout_pause": "A implantação da versão {version} foi pausada.",
    "rollout_resume": "A implantação da versão {version} foi retomada.",
    "policy_set": "A política foi alterada (versão {number}).",
    "check_wait": "A versão {version} foi verificada: nenhum reparo.",
    "check_retrain": "A versão {version} foi verificada: deve ser retreinada.",
    "check_recalibrate": "A versão {version} foi verificada: deve ser recalibrada.",
    "requests_failed": "Requisições a que a versão {version} não respondeu nesse dia: {count}.",
    "report_asked": "Um relatório sobre {start} a {end} foi pedido.",
}
SENTENCES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "pt-BR": PORTUGUESE}


def sentences(event: str, **values: object) -> dict[str, str]:
    """The event's sentence in every language."""
    return {language: told[event].format(**values) for language, told in SENTENCES.items()}
