/** Words of work, one idea a line: English / German / French / Spanish. General vocabulary, not that of any data set. */
export const WORK = `
invoice bill billed billing charge charged / rechnung abrechnung faktura abgerechnet berechnet / facture facturer facturation / factura facturar facturacion
pay paid payment payable settle / zahlen bezahlen zahlung zahlbar zahlungseingang begleichen / payer paye paiement payable reglement regler / pagar pago pagado abonar
unpaid overdue outstanding arrears / offen unbezahlt überfällig fällig / impaye echue retard / impagado vencido vencida pendiente
reminder remind dunning chase / mahnung erinnerung erinnern mahnen / relance relancer rappel rappeler / recordatorio recordar reclamacion
credit refund reimburse reimbursement repay / gutschrift rückerstattung erstattung erstatten zurückzahlen / remboursement rembourser avoir / reembolso devolver devolucion abono
price cost costs rate fee fees premium expensive / preis kosten gebühr tarif prämie teuer / prix cout tarif frais prime cher / precio coste costo tarifa cuota caro
increase rise raise higher / erhöhung erhöhen steigen steigt steigerung / hausse augmentation augmenter / subida aumento subir sube incremento
discount reduction cheaper sale bargain / rabatt nachlass ermässigung aktion günstig / remise reduction rabais promotion solde / descuento rebaja oferta ahorro
quote quotation offer estimate proposal / angebot kostenvoranschlag offerte vorschlag / devis offre proposition / presupuesto oferta cotizacion propuesta
order ordered purchase buy bought / bestellung bestellen auftrag kaufen kauf gekauft / commande commander achat acheter / pedido pedir encargo compra comprar
deliver delivery delivered shipment ship shipped / lieferung liefern geliefert liefertermin versand versenden / livraison livrer expedition expedier envoi / entrega entregar envio enviar reparto
delay delayed late postponed / verspätung verspätet verzögerung verzögert spät / retard retarde tardif / retraso retrasar demora tarde
parcel package box carton boxes crate / paket karton kiste schachtel / colis carton boite caisse / paquete caja cajas bulto
truck lorry van driver carrier / lkw lastwagen transporter fahrer spediteur / camion camionnette chauffeur transporteur conducteur / camion furgoneta conductor transportista chofer
warehouse depot storehouse stock / lager depot lagerhaus vorrat bestand / entrepot depot stock magasin / almacen deposito existencias inventario
gate door locked closed unlock open key / tor tür verschlossen abgeschlossen zu aufschliessen schlüssel / portail porte ferme verrouille ouvrir cle / puerta porton cerrado abrir llave
customs duty border clearance / zoll grenze verzollung / douane frontiere dedouanement / aduana frontera
certificate certification attest / zertifikat bescheinigung zeugnis nachweis / certificat attestation justificatif / certificado justificante
damage damaged broken crushed / schaden beschädigt kaputt defekt / dommage endommage abime casse / daño dañado roto averiado
missing short lacking / fehlen fehlt fehlend vermisst / manquer manquant / faltar falta faltan
part spare component / teil ersatzteil bauteil / piece composant rechange / pieza repuesto recambio
machine line equipment plant pump motor / maschine anlage linie pumpe aggregat / machine ligne equipement pompe moteur / maquina linea equipo bomba motor
standstill stopped halted downtime stop idle / stillstand steht angehalten stoppen stopp / arret arrete immobilise / parado parada detenido parar
failure fault outage malfunction breakdown incident / ausfall störung fehler defekt panne / panne defaillance coupure incident bug / fallo averia caida caido incidencia
fix fixed repair repaired resolved solve / reparieren reparatur behoben beheben gelöst / reparer reparation resolu corriger / reparar reparacion resuelto arreglar solucion
install update upgrade version / installieren aktualisierung update / installer actualisation / instalar actualizacion actualizar
server host system / server system rechner / serveur systeme / servidor sistema
computer laptop / computer rechner / ordinateur / ordenador computadora
mail email mailbox inbox message / mail email post postfach nachricht / courriel mail messagerie message courrier / correo email mensaje buzon
website site web page internet / webseite website seite internet / site page internet / web pagina sitio internet
app application software program / anwendung programm software app / appli application logiciel programme / aplicacion programa software
password credentials login account access / passwort kennwort zugang anmeldung konto benutzerkonto / passe identifiant connexion compte acces / contraseña clave acceso cuenta usuario
security leak hacked phishing scam fraud / sicherheit datenleck betrug betrüger / securite fuite piratage fraude arnaque hameçonnage / seguridad fuga fraude estafa
locked blocked banned suspended / gesperrt sperren blockiert sperrt / bloque verrouille suspendu / bloqueado suspendido
backup restore copy / sicherung datensicherung kopie / sauvegarde copie / copia respaldo
file document attachment papers / datei dokument anhang unterlagen / fichier document piece jointe dossier / archivo fichero documento adjunto papeles
print printer printing / drucken drucker druckerei druck / imprimer imprimante imprimeur impression / imprimir impresora imprenta impresion
proof draft sketch layout design / entwurf entwürfe skizze korrekturabzug gestaltung / maquette brouillon ebauche epreuve / borrador boceto diseño maqueta
cover title page / titelseite umschlag deckblatt / couverture / portada cubierta
manuscript book chapter text / manuskript buch kapitel text / manuscrit livre chapitre texte / manuscrito libro capitulo texto
translate translation translator / übersetzen übersetzung übersetzer / traduire traduction traducteur / traducir traduccion traductor
contract agreement deal / vertrag vereinbarung abkommen / contrat accord convention / contrato acuerdo convenio
sign signed signature countersigned / unterschreiben unterschrift unterzeichnen unterschrieben / signer signature signe contresigne / firmar firma firmado
terms clause conditions / klausel bedingungen konditionen / clause conditions / clausula condiciones
cancel cancelled cancellation terminate withdraw / absagen abgesagt kündigen kündigung stornieren storno / annuler annulation annule resilier / cancelar cancelacion anular anulado baja
renew renewal extend extension expire expires / verlängern verlängerung ablaufen läuft abgelaufen / renouveler renouvellement prolonger expirer / renovar renovacion prorrogar caducar vencer vence
licence license permit permission / lizenz genehmigung erlaubnis / licence permis autorisation / licencia permiso autorizacion
refuse refused reject rejected denied / ablehnen abgelehnt verweigert / refuser refuse rejeter rejet / rechazar rechazado denegar denegada
approve approved approval okay agree consent accept accepted / genehmigen freigabe freigeben zustimmen zustimmung einverstanden annehmen / approuver accord accepter valider validation / aprobar aprobacion aceptar acuerdo conforme
confirm confirmed confirmation / bestätigen bestätigung bestätigt / confirmer confirmation / confirmar confirmacion confirmado
deadline due date term limit / frist termin fristablauf stichtag / delai echeance limite / plazo fecha limite
lawyer solicitor attorney legal / anwalt rechtsanwalt kanzlei juristisch / avocat juriste juridique / abogado letrado juridico
court lawsuit claim summons sue / gericht klage vorladung / tribunal assignation plainte proces / tribunal juzgado demanda citacion
power attorney proxy mandate / vollmacht bevollmächtigen / procuration mandat pouvoir / poder apoderado mandato
appeal objection / widerspruch einspruch berufung / recours appel opposition / recurso recurrir alegaciones
insurance policy claim insured / versicherung police versichert / assurance assureur sinistre / seguro poliza siniestro aseguradora
accident crash collision injury injured hurt / unfall zusammenstoss verletzt verletzung / accident collision blesse blessure / accidente choque golpe herido lesion
warranty guarantee replacement replace / garantie gewährleistung ersatz austauschen / garantie remplacement remplacer / garantia sustituir sustitucion reemplazo
complaint complain unhappy disappointed annoyed angry / beschwerde reklamation unzufrieden enttäuscht verärgert sauer / plainte reclamation mecontent deçu fache / queja reclamacion descontento enfadado
bank account transfer overdraft / bank konto bankverbindung überweisung überziehung überzogen / banque bancaire compte virement decouvert / banco bancaria cuenta transferencia descubierto
statement extract / auszug kontoauszug / releve extrait / extracto
deposit advance instalment / anzahlung kaution vorauszahlung / acompte caution depot / señal anticipo fianza deposito
loan credit mortgage / darlehen kredit hypothek / pret credit emprunt / prestamo credito hipoteca
tax vat return declaration / steuer mehrwertsteuer umsatzsteuer steuererklärung / impot tva taxe declaration / impuesto iva hacienda declaracion
accounts accounting bookkeeping accountant annual / buchhaltung buchhalter jahresabschluss bilanz / comptable comptabilite bilan cloture / contabilidad contable balance cierre
budget figures numbers forecast / budget haushalt zahlen prognose / budget chiffres prevision / presupuesto cifras prevision
grant funding subsidy donation foundation / zuschuss förderung fördermittel spende stiftung / subvention financement don fondation / subvencion ayuda donacion fundacion
meeting call conference discuss / besprechung sitzung treffen termin gespräch / reunion rendez entretien conference / reunion cita encuentro
appointment slot schedule date / termin zeitfenster / rendez creneau date / cita hora fecha
reschedule postpone move moved shift / verschieben verschoben verlegen verlegt terminverschiebung / deplacer reporter reporte decaler / aplazar cambiar mover posponer
invite invitation attend attendance / einladen einladung teilnehmen teilnahme / inviter invitation participer presence / invitar invitacion asistir asistencia
participant guest visitor / teilnehmer gast besucher / participant invite visiteur / participante invitado visitante
room hall venue / raum saal halle zimmer / salle lieu halle / sala salon local
minutes agenda protocol notes / protokoll tagesordnung notizen / ordre notes / acta orden notas
job position vacancy apply application candidate / stelle bewerbung bewerber bewerberin kandidat / poste emploi candidature candidat / puesto empleo candidatura candidato
interview / vorstellungsgespräch / entretien / entrevista
resume cv curriculum reference recommendation / lebenslauf zeugnis empfehlung / cv recommandation reference / curriculum recomendacion referencia
colleague team staff employee hire / kollege kollegin team mitarbeiter / collegue equipe employe salarie / compañero equipo empleado plantilla
boss manager head director responsible / chef leiter direktor vorgesetzter verantwortlich / patron directeur responsable chef / jefe director responsable gerente
leave farewell goodbye resign / abschied verabschieden / depart adieu demission quitter / despedida adios dimision
holiday vacation leave / urlaub ferien urlaubstage freinehmen / conges vacances / vacaciones
absent away / abwesend abwesenheit / absent absence / ausente fuera
customer client buyer / kunde kundin käufer mandant / client cliente acheteur / cliente comprador
supplier vendor provider / lieferant anbieter zulieferer / fournisseur prestataire / proveedor suministrador
company firm business enterprise / firma unternehmen betrieb geschäft / entreprise societe firme / empresa compañia negocio
sample samples swatch / muster probe / echantillon / muestra muestras
quality / qualität / qualite / calidad
label labels tag / etikett etiketten beschriftung / etiquette / etiqueta
ingredient recipe / zutat rezept / ingredient recette / ingrediente receta
allergy allergen allergic peanut peanuts nut nuts / allergie allergen erdnuss nuss / allergie allergene arachide cacahuete noix / alergia alergeno cacahuete nuez
recall withdraw / rückruf zurückrufen / rappel retrait / retirada
batch lot / charge partie / lot / lote
cold cool chilled refrigerated temperature fridge freezer / kalt kühl kühlkette kühlschrank temperatur / froid frais frigo refrigere temperature / frio camara frigorifico nevera temperatura refrigeracion
hot overheat heat / heiss überhitzt hitze überhitzung / chaud surchauffe chaleur / caliente calor sobrecalentamiento
letter / brief / lettre / carta
press journalist newspaper reporter article statement / presse journalist zeitung pressemitteilung artikel / presse journaliste journal article communique / prensa periodista periodico articulo comunicado
advertise advertising marketing campaign / werbung marketing kampagne / publicite marketing campagne / publicidad marketing campaña
fair exhibition stand stall show market / messe ausstellung stand markt / salon foire exposition stand marche / feria exposicion stand puesto mercado
survey report assessment expert / gutachten bericht untersuchung / rapport expertise enquete / informe peritaje estudio encuesta
audit check inspection verify / prüfung prüfen kontrolle überprüfen / audit verification controle verifier / auditoria revision comprobar inspeccion
test trial / test versuch probe / test essai / prueba ensayo
result results outcome analysis / ergebnis ergebnisse befund auswertung / resultat analyse / resultado analisis
project plan roadmap / projekt plan vorhaben / projet plan / proyecto plan
training course class lesson / schulung kurs unterricht / formation cours leçon / formacion curso clase
question ask / frage fragen anfrage / question demander demande / pregunta preguntar consulta
answer reply respond / antwort antworten / reponse repondre / respuesta responder contestar
help assist support / hilfe helfen unterstützung / aide aider assistance / ayuda ayudar apoyo
urgent immediately asap quickly emergency / dringend sofort eilig umgehend notfall / urgent immediatement vite urgence / urgente inmediatamente rapido emergencia
thank thanks grateful / danke dank bedanken / merci remercier / gracias agradecer
sorry apologise apology / entschuldigung leid / desole excuse / siento perdon disculpa
congratulations congratulate praise award prize won win / glückwunsch gratulieren lob preis gewonnen gewinn / felicitations bravo prix gagne / enhorabuena felicidades premio ganado
newsletter unsubscribe subscription subscribe / newsletter abbestellen abonnement abo / lettre abonnement desabonner / boletin suscripcion baja
member membership club association / mitglied mitgliedschaft verein / membre adhesion association / socio miembro afiliacion asociacion
vote election resolution board / abstimmung wahl beschluss vorstand / vote election resolution conseil / voto eleccion resolucion junta consejo
city council town authority / stadt gemeinde behörde rathaus / ville mairie commune / ciudad ayuntamiento municipio
`;
