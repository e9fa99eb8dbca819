/** Words of life, one idea a line: English / German / French / Spanish. General vocabulary, not that of any data set. */
export const LIFE = `
house home building property / haus gebäude immobilie / maison immeuble batiment / casa edificio inmueble vivienda
flat apartment tenant landlord rent lease / wohnung mieter vermieter miete mietvertrag / appartement locataire proprietaire loyer bail / piso apartamento inquilino alquiler arrendamiento
move moving removal relocate / umzug umziehen / demenagement demenager / mudanza mudarse traslado
kitchen / küche / cuisine / cocina
bathroom bath shower / badezimmer dusche / bain douche / baño ducha
cellar basement / keller untergeschoss / cave sous-sol / sotano bodega
roof loft attic / dach dachboden / toit toiture grenier charpente / tejado techo atico
wall floor tile tiles / wand mauer boden fliese / mur sol carrelage / pared muro suelo baldosa azulejo
cement concrete / zement beton estrich / ciment beton chape / cemento hormigon solera
scaffold scaffolding site construction builder works / gerüst baustelle bau handwerker / echafaudage chantier travaux construction / andamio obra construccion
paint painter colour color / malen maler farbe / peindre peintre peinture couleur / pintar pintor pintura color
carpenter joiner wood timber / schreiner tischler holz zimmermann / menuisier charpentier bois / carpintero madera
damp humidity moisture mould / feucht feuchtigkeit schimmel / humidite humide moisissure / humedad humedo moho
water leak flood / wasser wasserschaden leck überschwemmung / eau fuite inondation / agua fuga inundacion
heating boiler radiator / heizung heizungsausfall kessel / chauffage chaudiere radiateur / calefaccion caldera radiador
electricity electric power current / strom elektrizität elektrisch / electricite electrique courant / electricidad electrico luz corriente
interruption shutdown / abstellen unterbrechung abschaltung / coupure interruption / corte interrupcion
meter reading / zähler zählerstand / compteur releve / contador lectura
neighbour neighbor / nachbar nachbarin / voisin voisine / vecino vecina
garden plant planting / garten pflanze pflanzen / jardin plante planter plantation / jardin planta plantar
flower flowers rose roses lily bouquet / blume blumen rose lilie strauss / fleur rose rosier lys bouquet / flor rosa lirio ramo
car vehicle automobile / auto wagen fahrzeug kfz / voiture vehicule auto / coche vehiculo automovil carro
garage workshop mechanic / werkstatt mechaniker / garage atelier mecanicien / taller mecanico
parking park parked / parkplatz parken umparken / parking stationnement garer / aparcamiento aparcar
bicycle bike cycle frame / fahrrad rad rahmen / velo bicyclette cadre / bicicleta bici cuadro
fuel petrol diesel / treibstoff benzin kraftstoff / carburant essence / combustible gasolina
collect pick pickup fetch / abholen abholung abholbereit / recuperer chercher retirer / recoger recogida
return / rückgabe zurückgeben / retour restitution rendre / devolucion devolver
family parents / familie eltern / famille parents / familia padres
mother mum mom / mutter mama / mere maman / madre mama
father dad / vater papa / pere papa / padre papa
grandmother granny grandma / grossmutter oma / grand-mere mamie / abuela
grandfather grandpa / grossvater opa / grand-pere papi / abuelo
aunt uncle / tante onkel / tante oncle / tia tio
child kid son daughter / kind sohn tochter / enfant fils fille / niño hijo hija
baby born birth newborn / baby geburt geboren / bebe naissance nouveau-ne / bebe nacimiento recien
friend mate / freund freundin / ami copain amie / amigo amiga
wedding marriage married / hochzeit heirat / mariage noces / boda matrimonio
birthday / geburtstag / anniversaire / cumpleaños
gift present / geschenk / cadeau / regalo
party celebration event / feier fest veranstaltung / fete soiree evenement / fiesta celebracion evento
christmas xmas / weihnachten / noel / navidad
easter / ostern / paques / pascua
photo photograph picture image / foto bild aufnahme / photo image / foto fotografia imagen
food meal eat / essen mahlzeit speise / repas manger nourriture / comida comer
lunch dinner breakfast / mittagessen abendessen frühstück / dejeuner diner / almuerzo cena desayuno
cook cooking / kochen / cuisiner / cocinar
cake bake baker pastry log / kuchen torte backen gebäck / gateau tarte patisserie buche / tarta pastel hornear dulce
jam marmalade / marmelade konfitüre / confiture / mermelada
chocolate sweet nougat / schokolade süss / chocolat sucre / chocolate dulce turron
fruit apple plum apricot / obst apfel pflaume aprikose / fruit pomme prune abricot / fruta manzana ciruela albaricoque
bread / brot / pain / pan
wine beer bottle drink / wein bier flasche getränk trinken / vin biere bouteille boisson / vino cerveza botella bebida
tea coffee / tee kaffee / cafe / cafe
restaurant caterer catering inn / restaurant gasthof lokal / restaurant traiteur / restaurante bar
school / schule / ecole / colegio escuela
teacher pupil student / lehrer schüler student / professeur eleve etudiant / profesor alumno estudiante
trip excursion outing / ausflug / sortie excursion / excursion salida
museum / museum / musee / museo
health healthy sanitary / gesundheit gesund / sante sanitaire / salud sanitario sano
doctor physician surgery clinic hospital / arzt ärztin praxis klinik krankenhaus / medecin docteur clinique hopital / medico doctor clinica hospital
nurse patient / krankenschwester patient / infirmiere patient / enfermera paciente
ill sick illness / krank krankheit / malade maladie / enfermo enfermedad
pharmacy medicine drug / apotheke medikament / pharmacie medicament / farmacia medicina medicamento
wrist arm leg bone / handgelenk arm bein knochen / poignet bras jambe os / muñeca brazo pierna hueso
wait waiting / warten wartet wartezeit / attendre attente / esperar espera esperando
travel journey flight fly / reise flug fliegen / voyage vol / viaje vuelo volar
hotel accommodation stay / hotel unterkunft aufenthalt / hotel hebergement sejour / hotel alojamiento estancia
book booking reservation reserve / buchung buchen reservierung reservieren / reservation reserver / reserva reservar
ticket seat tickets / ticket karte platz eintrittskarte / billet place ticket / entrada billete plaza asiento
train station railway / zug bahn bahnhof / train gare / tren estacion
weather rain snow frost wind / wetter regen schnee frost wind / temps pluie neige gel vent / tiempo lluvia nieve helada viento
sail boat ship / segeln boot schiff / voile bateau navire / vela barco
sport game match training / sport spiel / sport match jeu / deporte partido juego
music concert piano organ / musik konzert klavier orgel / musique concert piano orgue / musica concierto piano organo
theatre play act stage / theater stück bühne / theatre piece scene / teatro obra escena
film movie cinema / film kino / film cinema / pelicula cine
dog cat pet / hund katze haustier / chien chat / perro gato mascota
horse pony / pferd pony / cheval poney / caballo poni
clothes shirt shoes / kleidung hemd schuhe / vetements chemise chaussures / ropa camisa zapatos
furniture chair chairs table / möbel stuhl tisch / meubles chaise table / muebles silla mesa
phone telephone ring call called / telefon anrufen anruf telefonieren / telephone appeler appel / telefono llamar llamada
happy glad joy pleased / froh freude glücklich freuen / heureux joie content / feliz alegria contento
sad worried worry / traurig sorge besorgt / triste inquiet / triste preocupado
love kisses hugs / liebe küsse / amour bisous / amor besos abrazo
idea suggestion / idee vorschlag / idee suggestion / idea sugerencia
fire drill alarm evacuation / feuer brand feueralarm räumung / incendie feu alarme evacuation / incendio fuego alarma simulacro
police theft stolen / polizei diebstahl gestohlen / police vol vole / policia robo robado
badge pass identity passport / ausweis pass besucherausweis / badge carte passeport / pase identificacion pasaporte
address street / adresse anschrift strasse / adresse rue / direccion calle
number count quantity many / anzahl zahl menge viele / nombre quantite combien / numero cantidad cuantos cuantas
new / neu neue / nouveau nouvelle / nuevo nueva
old / alt alte / vieux ancien / viejo antiguo
ready finished complete / fertig bereit erledigt / pret termine fini / listo terminado acabado
received arrived arrive receive / erhalten angekommen ankommen eingegangen / reçu arrive recevoir / recibido llegado llegar recibir
sent send / senden schicken gesendet / envoyer envoye / enviar enviado mandar
change changed / ändern änderung wechsel / changer changement modifier / cambiar cambio modificar
wrong mistake error incorrect / falsch fehler / faux erreur / error equivocado incorrecto
twice double duplicate two / zweimal doppelt zwei / deux double / dos doble duplicado veces
week weeks weekly / woche wochen wöchentlich / semaine / semana
month monthly / monat monatlich / mois mensuel / mes mensual
year annual yearly / jahr jährlich / annee annuel / año anual
today / heute / aujourd / hoy
tomorrow / morgen / demain / mañana
yesterday / gestern / hier / ayer
evening night midnight / abend nacht mitternacht / soir nuit minuit / noche medianoche
morning / vormittag früh / matin / mañana
afternoon noon / nachmittag mittag / apres-midi midi / tarde mediodia
monday / montag / lundi / lunes
tuesday / dienstag / mardi / martes
wednesday / mittwoch / mercredi / miercoles
thursday / donnerstag / jeudi / jueves
friday / freitag / vendredi / viernes
saturday / samstag sonnabend / samedi / sabado
sunday / sonntag / dimanche / domingo
weekend / wochenende / week-end / finde
january / januar / janvier / enero
february / februar / fevrier / febrero
march / märz / mars / marzo
april / april / avril / abril
june / juni / juin / junio
july / juli / juillet / julio
august / august / aout / agosto
september / september / septembre / septiembre
october / oktober / octobre / octubre
november / november / novembre / noviembre
december / dezember / decembre / diciembre
spring / frühling frühjahr / printemps / primavera
summer / sommer / ete / verano
autumn fall / herbst / automne / otoño
winter / winter / hiver / invierno
white / weiss / blanc / blanco
black / schwarz / noir / negro
red / rot / rouge / rojo
green / grün / vert / verde
blue / blau / bleu / azul
grey gray silver / grau silber / gris argent / gris plata
`;
