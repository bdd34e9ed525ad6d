/* What was taught and set: plausible lines of an Italian upper secondary school. */
#include "cli/demo.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *const topics[DEMO_SUBJECTS][8] = {
	[ITALIAN] = { "Dante, Inferno, canto %d: lettura e commento", "Il testo argomentativo: struttura",
		"Analisi di una novella", "Il romanzo dell'Ottocento: i personaggi", "Correzione del tema",
		"Sintassi del periodo: subordinate", "Verifica scritta di letteratura",
		"La poesia del Novecento" },
	[HISTORY] = { "La crisi del Trecento", "Le grandi scoperte geografiche", "La rivoluzione industriale",
		"L'Italia dopo l'unità", "Fonti e documenti: lavoro a coppie", "La prima guerra mondiale",
		"Interrogazioni", "La Costituzione: i principi fondamentali" },
	[MATHEMATICS] = { "Disequazioni di secondo grado", "La parabola nel piano cartesiano",
		"Esercizi di riepilogo, capitolo %d", "Funzioni: dominio e segno",
		"Teorema di Pitagora e applicazioni", "Probabilità: eventi indipendenti", "Verifica scritta",
		"Correzione della verifica" },
	[PHYSICS] = { "Moto uniformemente accelerato", "Secondo principio della dinamica",
		"Laboratorio: misura di g con il pendolo", "Energia cinetica e potenziale", "Legge di Ohm",
		"Esercizi sul capitolo %d", "Onde e suono", "Temperatura e calore" },
	[ENGLISH] = { "Present perfect and past simple", "Reading: unit %d", "Listening and discussion",
		"Conditionals: practice", "Vocabulary: work and school", "Writing an essay: planning",
		"Oral tests", "Shakespeare: introduction" },
	[SCIENCE] = { "La cellula: organuli", "La tavola periodica", "Le rocce e il loro ciclo",
		"Genetica: leggi di Mendel", "Reazioni chimiche: bilanciamento", "Il sistema nervoso",
		"Osservazioni al microscopio", "Verifica sul capitolo %d" },
	[COMPUTING] = { "Variabili e tipi di dati", "Cicli e condizioni: esercizi",
		"Laboratorio: progetto %d", "Le basi di dati: chiavi e relazioni",
		"Reti: indirizzi e protocolli", "Algoritmi di ordinamento", "Sicurezza delle password",
		"Pagine web: struttura e stile" },
	[LAW] = { "Le fonti del diritto", "Il contratto", "Domanda e offerta", "Il Parlamento",
		"L'impresa e il bilancio", "I diritti dei consumatori",
		"Lettura dell'articolo %d della Costituzione", "Verifica orale" },
	[ART] = { "L'arte romanica", "Prospettiva centrale: tavola %d",
		"Giotto e la Cappella degli Scrovegni", "Il Rinascimento a Firenze", "Disegno dal vero",
		"L'Impressionismo", "Consegna delle tavole", "Caravaggio: luce e realtà" },
	[SPORT] = { "Pallavolo: fondamentali", "Resistenza: corsa continua", "Circuito di forza",
		"Basket: partite", "Atletica: staffetta", "Percorsi di coordinazione", "Regole e fair play",
		"Test motori, prova %d" },
	[RELIGION_OR_NOT] = { "Il dialogo tra le religioni", "Il senso della festa", "Etica e tecnologia",
		"Film e discussione", "Il tema della pace", "La libertà di coscienza",
		"Lettura e commento, testo %d", "Volontariato e territorio" },
	[GRAPHICS] = { "Composizione di una pagina", "Il colore: contrasti", "Tavola %d: manifesto",
		"Impaginazione digitale", "Il logotipo", "Fotografia: inquadratura", "Revisione dei lavori",
		"Storia del manifesto" },
};
static const char *const activities[] = {
	"Spiegazione ed esercizi guidati",
	"Lavoro a gruppi",
	"Lezione dialogata",
	"Interrogazioni programmate",
	"Attività di laboratorio",
	"Ripasso",
	"Correzione dei compiti",
	"Presentazioni degli studenti",
};
static const char *const tasks[] = {
	"Studiare le pagine %d-%d",
	"Esercizi da %d a %d del capitolo",
	"Leggere il testo a pagina %d e rispondere alle domande",
	"Completare la scheda consegnata in classe",
	"Ripassare per la verifica",
	"Preparare una presentazione di cinque minuti",
	"Portare il materiale da disegno",
	"Riassunto del paragrafo %d",
};
static const char *const support_texts[] = {
	"Affiancamento durante la spiegazione, mappa concettuale",
	"Lavoro individualizzato in classe",
	"Esercizi semplificati, buona partecipazione",
	"Preparazione alla verifica con domande guida",
};

struct text
demo_topic(struct demo *demo, int subject, struct arena *arena)
{
	const char *topic = topics[subject][random_below(demo->random, 8)];
	int number = 1 + (int)random_below(demo->random, 20);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return topic ? text_printf(arena, topic, number) : TEXT("Lavoro in classe");
#pragma GCC diagnostic pop
}

struct text
demo_activity(struct demo *demo)
{
	if (random_below(demo->random, 10) >= 6)
		return (struct text){ 0 };
	return text_of(activities[random_below(demo->random, COUNT(activities))]);
}

struct text
demo_task(struct demo *demo, int subject, struct arena *arena)
{
	(void)subject;
	const char *task = tasks[random_below(demo->random, COUNT(tasks))];
	int page = 10 + (int)random_below(demo->random, 240);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return text_printf(arena, task, page, page + 3 + (int)random_below(demo->random, 9));
#pragma GCC diagnostic pop
}

struct text
demo_support_text(struct demo *demo)
{
	return text_of(support_texts[random_below(demo->random, COUNT(support_texts))]);
}
