<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Actions</name>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Dump</source>
        <translation>Abzug</translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation>Beispieldaten</translation>
    </message>
    <message>
        <source>OpenAPI document</source>
        <translation>OpenAPI-Dokument</translation>
    </message>
    <message>
        <source>WSDL</source>
        <translation>WSDL</translation>
    </message>
    <message>
        <source>%1 created</source>
        <translation>%1 angelegt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>%1 imported</source>
        <translation>%1 importiert</translation>
    </message>
    <message>
        <source>%1 restored</source>
        <translation>%1 wiederhergestellt</translation>
    </message>
    <message>
        <source>%1 rolled back</source>
        <translation>%1 zurückgesetzt</translation>
    </message>
    <message>
        <source>%1 published</source>
        <translation>%1 veröffentlicht</translation>
    </message>
    <message>
        <source>%1 deprecated</source>
        <translation>%1 abgekündigt</translation>
    </message>
    <message>
        <source>%1 enabled</source>
        <translation>%1 eingeschaltet</translation>
    </message>
    <message>
        <source>%1 disabled</source>
        <translation>%1 ausgeschaltet</translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation>%1 freigegeben</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 suspended</source>
        <translation>%1 ausgesetzt</translation>
    </message>
    <message>
        <source>%1 revoked</source>
        <translation>%1 widerrufen</translation>
    </message>
    <message>
        <source>%1 ended</source>
        <translation>%1 beendet</translation>
    </message>
    <message>
        <source>%1 extended</source>
        <translation>%1 verlängert</translation>
    </message>
    <message>
        <source>%1: key rotated</source>
        <translation>%1: Schlüssel gewechselt</translation>
    </message>
    <message>
        <source>%1 bound</source>
        <translation>%1 zugeordnet</translation>
    </message>
    <message>
        <source>%1 unbound</source>
        <translation>Zuordnung aufgehoben: %1</translation>
    </message>
    <message>
        <source>%1 assigned</source>
        <translation>%1 zugewiesen</translation>
    </message>
    <message>
        <source>%1 taken away</source>
        <translation>%1 entzogen</translation>
    </message>
    <message>
        <source>%1 drained</source>
        <translation>%1 geleert</translation>
    </message>
    <message>
        <source>%1 takes calls again</source>
        <translation>%1 nimmt wieder Aufrufe an</translation>
    </message>
    <message>
        <source>GraphQL schema</source>
        <translation>GraphQL-Schema</translation>
    </message>
    <message>
        <source>gRPC services</source>
        <translation>gRPC-Dienste</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Service client logged in</source>
        <translation>Dienst-Client angemeldet</translation>
    </message>
    <message>
        <source>Logged out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Session renewed</source>
        <translation>Sitzung erneuert</translation>
    </message>
    <message>
        <source>Tokens refused</source>
        <translation>Tokens abgelehnt</translation>
    </message>
    <message>
        <source>Tokens accepted again</source>
        <translation>Tokens wieder angenommen</translation>
    </message>
    <message>
        <source>Session ended</source>
        <translation>Sitzung beendet</translation>
    </message>
    <message>
        <source>User disabled</source>
        <translation>Benutzer ausgeschaltet</translation>
    </message>
    <message>
        <source>User enabled</source>
        <translation>Benutzer eingeschaltet</translation>
    </message>
    <message>
        <source>Account made</source>
        <translation>Konto angelegt</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>Kennwort geändert</translation>
    </message>
    <message>
        <source>Alert acknowledged</source>
        <translation>Alarm bestätigt</translation>
    </message>
    <message>
        <source>Test alert sent</source>
        <translation>Testalarm gesendet</translation>
    </message>
    <message>
        <source>Cached answers forgotten</source>
        <translation>Gespeicherte Antworten vergessen</translation>
    </message>
    <message>
        <source>Caches and counters cleared</source>
        <translation>Caches und Zähler geleert</translation>
    </message>
    <message>
        <source>Settings read again</source>
        <translation>Einstellungen neu gelesen</translation>
    </message>
    <message>
        <source>Logs exported</source>
        <translation>Protokolle exportiert</translation>
    </message>
    <message>
        <source>Dump written</source>
        <translation>Abzug geschrieben</translation>
    </message>
    <message>
        <source>Rolled back to a revision</source>
        <translation>Auf eine Revision zurückgesetzt</translation>
    </message>
    <message>
        <source>Gateway restarted</source>
        <translation>Gateway neu gestartet</translation>
    </message>
    <message>
        <source>Security settings changed</source>
        <translation>Sicherheitseinstellungen geändert</translation>
    </message>
    <message>
        <source>Consumers imported</source>
        <translation>Konsumenten importiert</translation>
    </message>
    <message>
        <source>Credential made</source>
        <translation>Nachweis angelegt</translation>
    </message>
    <message>
        <source>Credential revoked</source>
        <translation>Nachweis widerrufen</translation>
    </message>
    <message>
        <source>Credential rotated</source>
        <translation>Nachweis gewechselt</translation>
    </message>
    <message>
        <source>Quotas begun anew</source>
        <translation>Kontingente neu begonnen</translation>
    </message>
    <message>
        <source>Several subscriptions changed</source>
        <translation>Mehrere Abonnements geändert</translation>
    </message>
    <message>
        <source>Key looked up</source>
        <translation>Schlüssel nachgeschlagen</translation>
    </message>
    <message>
        <source>Several limit rules deleted</source>
        <translation>Mehrere Grenzregeln gelöscht</translation>
    </message>
    <message>
        <source>Several limit rules disabled</source>
        <translation>Mehrere Grenzregeln ausgeschaltet</translation>
    </message>
    <message>
        <source>Several limit rules enabled</source>
        <translation>Mehrere Grenzregeln eingeschaltet</translation>
    </message>
    <message>
        <source>Key of credits rotated</source>
        <translation>Schlüssel von Guthaben gewechselt</translation>
    </message>
    <message>
        <source>Test key made anew</source>
        <translation>Testschlüssel neu angelegt</translation>
    </message>
    <message>
        <source>Plan of a user changed</source>
        <translation>Plan eines Benutzers geändert</translation>
    </message>
    <message>
        <source>Plan of a user changed for a time</source>
        <translation>Plan eines Benutzers auf Zeit geändert</translation>
    </message>
    <message>
        <source>Trial begun</source>
        <translation>Probezeit begonnen</translation>
    </message>
    <message>
        <source>Plan of a user taken back to the default</source>
        <translation>Plan eines Benutzers auf den Standard zurückgesetzt</translation>
    </message>
    <message>
        <source>Outage of a backend played</source>
        <translation>Ausfall eines Backends gespielt</translation>
    </message>
    <message>
        <source>Failures of an upstream forgotten</source>
        <translation>Fehler eines Upstreams vergessen</translation>
    </message>
    <message>
        <source>Record deleted</source>
        <translation>Datensatz gelöscht</translation>
    </message>
    <message>
        <source>All records deleted</source>
        <translation>Alle Datensätze gelöscht</translation>
    </message>
    <message>
        <source>Records imported</source>
        <translation>Datensätze importiert</translation>
    </message>
    <message>
        <source>Record changed</source>
        <translation>Datensatz geändert</translation>
    </message>
    <message>
        <source>%1 blocked for good</source>
        <translation>%1 endgültig gesperrt</translation>
    </message>
    <message>
        <source>%1 fetched again</source>
        <translation>%1 neu geholt</translation>
    </message>
    <message>
        <source>%1 exported</source>
        <translation>%1 exportiert</translation>
    </message>
    <message>
        <source>Refused for its address by an API</source>
        <translation>Wegen der Adresse von einer API abgelehnt</translation>
    </message>
    <message>
        <source>Refused for its address</source>
        <translation>Wegen der Adresse abgelehnt</translation>
    </message>
    <message>
        <source>Refused for its size</source>
        <translation>Wegen der Größe abgelehnt</translation>
    </message>
    <message>
        <source>Test call sent</source>
        <translation>Testaufruf gesendet</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>The caller may not call this: look at the groups and roles of the API and at the subscription. Trace shows which filter refused it.</source>
        <translation>Der Aufrufer darf das nicht: sehen Sie nach Gruppen und Rollen der API und nach dem Abo. Die Verfolgung zeigt, welcher Filter abgelehnt hat.</translation>
    </message>
    <message>
        <source>The API has no operation for this method and path: add it, or set the match of the API to Any.</source>
        <translation>Die API hat keine Operation für diese Methode und diesen Pfad: fügen Sie sie hinzu, oder machen Sie jeden Pfad erreichbar.</translation>
    </message>
    <message>
        <source>Compare the path with Address in the pane of the API.</source>
        <translation>Vergleichen Sie den Pfad mit „Adresse“ neben der API.</translation>
    </message>
    <message>
        <source>A limit was reached: the headers say which one and when to come again.</source>
        <translation>Eine Grenze ist erreicht: die Kopfzeilen sagen, welche, und wann es weitergeht.</translation>
    </message>
    <message>
        <source>The server behind the gateway is the reason: see Upstream health, or trace the way.</source>
        <translation>Der Server hinter dem Gateway ist der Grund: siehe „Zustand der Upstreams“, oder verfolgen Sie den Weg.</translation>
    </message>
    <message>
        <source>Choose a credential under Authentication. An API key is sent in X-API-Key; onboarding a consumer makes one.</source>
        <translation>Wählen Sie unter „Anmeldung“ einen Nachweis. Ein API-Schlüssel wird in X-API-Key gesendet; wer einen Konsumenten aufnimmt, erhält einen.</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>requests/min</source>
        <translation>Anfragen/min</translation>
    </message>
    <message>
        <source>gateway not ready for traffic</source>
        <translation>Gateway nicht bereit für Verkehr</translation>
    </message>
    <message>
        <source>share of 5xx answers</source>
        <translation>Anteil der 5xx-Antworten</translation>
    </message>
    <message>
        <source>share of 429 answers</source>
        <translation>Anteil der 429-Antworten</translation>
    </message>
    <message>
        <source>95th percentile of latency</source>
        <translation>95. Perzentil der Latenz</translation>
    </message>
    <message>
        <source>99th percentile of latency</source>
        <translation>99. Perzentil der Latenz</translation>
    </message>
    <message>
        <source>requests per minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>an upstream target is down</source>
        <translation>ein Upstream-Ziel ist ausgefallen</translation>
    </message>
    <message>
        <source>a circuit breaker is open</source>
        <translation>ein Schutzschalter ist offen</translation>
    </message>
    <message>
        <source>days left of a certificate</source>
        <translation>Resttage eines Zertifikats</translation>
    </message>
    <message>
        <source>used share of a quota</source>
        <translation>verbrauchter Anteil eines Kontingents</translation>
    </message>
    <message>
        <source>share of 401 and 403 answers</source>
        <translation>Anteil der 401- und 403-Antworten</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Ruhig</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Silenced</source>
        <translation>Stummgeschaltet</translation>
    </message>
    <message>
        <source>Firing</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>up</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>Whole gateway</source>
        <translation>Ganzes Gateway</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>measured over %1</source>
        <translation>gemessen über %1</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message numerus="yes">
        <source>at least %n request(s)</source>
        <translation>
            <numerusform>mindestens %n Anfrage</numerusform>
            <numerusform>mindestens %n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>each API by itself</source>
        <translation>jede API für sich</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 times the allowed errors</source>
        <translation>%1-mal die erlaubten Fehler</translation>
    </message>
    <message>
        <source>burn of the error budget</source>
        <translation>Verbrauch des Fehlerbudgets</translation>
    </message>
    <message>
        <source>objective %1 %</source>
        <translation>Ziel %1 %</translation>
    </message>
    <message>
        <source>the rule was removed or switched off</source>
        <translation>die Regel wurde entfernt oder ausgeschaltet</translation>
    </message>
</context>
<context>
    <name>Certificates</name>
    <message>
        <source>%1 is not valid before %2</source>
        <translation>%1 gilt erst ab %2</translation>
    </message>
    <message>
        <source>%1 has ended on %2</source>
        <translation>%1 ist am %2 abgelaufen</translation>
    </message>
    <message numerus="yes">
        <source>%1 ends in %n day(s)</source>
        <translation>
            <numerusform>%1 läuft in einem Tag ab</numerusform>
            <numerusform>%1 läuft in %n Tagen ab</numerusform>
        </translation>
    </message>
    <message>
        <source>Shown to callers</source>
        <translation>Für Aufrufer</translation>
    </message>
    <message>
        <source>Authority of callers</source>
        <translation>Stelle der Aufrufer</translation>
    </message>
    <message>
        <source>Authority of upstreams</source>
        <translation>Stelle der Upstreams</translation>
    </message>
    <message>
        <source>Shown to upstreams</source>
        <translation>Für Upstreams</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>Läuft bald ab</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>Noch nicht gültig</translation>
    </message>
    <message>
        <source>stapled, valid until %1</source>
        <translation>wird mitgesendet, gilt bis %1</translation>
    </message>
    <message>
        <source>too old since %1: not stapled</source>
        <translation>seit %1 zu alt: wird nicht mitgesendet</translation>
    </message>
    <message>
        <source>no response beside the file</source>
        <translation>keine Antwort neben der Datei</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>Resttage</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) should be renewed.</source>
        <translation>
            <numerusform>Ein Zertifikat sollte erneuert werden.</numerusform>
            <numerusform>%n Zertifikate sollten erneuert werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und ein weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionFile</name>
    <message>
        <source>no JSON: %1 at byte %2</source>
        <translation>kein JSON: %1 an Byte %2</translation>
    </message>
    <message>
        <source>no file of connections: it has no list %1</source>
        <translation>keine Datei mit Verbindungen: Die Liste %1 fehlt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>entry without a name</source>
        <translation>Eintrag ohne Namen</translation>
    </message>
</context>
<context>
    <name>ConnectionProfile</name>
    <message>
        <source>give the gateway a name</source>
        <translation>geben Sie dem Gateway einen Namen</translation>
    </message>
    <message>
        <source>give an address such as https://gateway.example:8000</source>
        <translation>geben Sie eine Adresse wie https://gateway.example:8000 an</translation>
    </message>
    <message>
        <source>the address must start with https:// or http://</source>
        <translation>die Adresse muss mit https:// oder http:// beginnen</translation>
    </message>
    <message>
        <source>http:// is only for this machine; the password would travel in clear</source>
        <translation>http:// geht nur auf diesem Rechner; das Kennwort würde offen übertragen</translation>
    </message>
    <message>
        <source>give a user name or an e-mail address</source>
        <translation>geben Sie einen Benutzernamen oder eine E-Mail-Adresse an</translation>
    </message>
    <message>
        <source>a SHA-256 fingerprint has 64 hexadecimal digits</source>
        <translation>ein SHA-256-Fingerabdruck hat 64 hexadezimale Ziffern</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Rotated out</source>
        <translation>Abgelöst</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Signing key</source>
        <translation>Signaturschlüssel</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Last use</source>
        <translation>Letzte Nutzung</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Bind the new certificate in the place of the old one.</source>
        <translation>Binden Sie das neue Zertifikat an die Stelle des alten.</translation>
    </message>
    <message>
        <source>It is rotated already and ends by itself.</source>
        <translation>Er ist bereits abgelöst und endet von selbst.</translation>
    </message>
    <message>
        <source>Only the key of an active subscription can be rotated.</source>
        <translation>Nur der Schlüssel eines aktiven Abos kann gewechselt werden.</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>Er ist bereits widerrufen.</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>Er ist schon abgelaufen.</translation>
    </message>
</context>
<context>
    <name>Definitions</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n Dienst</numerusform>
            <numerusform>%n Dienste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>%n Methode</numerusform>
            <numerusform>%n Methoden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n Endpunkt</numerusform>
            <numerusform>%n Endpunkte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n Operation</numerusform>
            <numerusform>%n Operationen</numerusform>
        </translation>
    </message>
    <message>
        <source>The file is larger than 16 MiB.</source>
        <translation>Die Datei ist größer als 16 MiB.</translation>
    </message>
    <message>
        <source>Neither a .proto file nor OpenAPI as JSON nor a WSDL. Of OpenAPI in YAML give the JSON form.</source>
        <translation>Weder eine .proto-Datei noch OpenAPI als JSON noch ein WSDL. Von OpenAPI in YAML wird die JSON-Form gebraucht.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Is read</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message numerus="yes">
        <source>%n new operation(s)</source>
        <translation>
            <numerusform>%n neue Operation</numerusform>
            <numerusform>%n neue Operationen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n bereits bekannt</numerusform>
            <numerusform>%n bereits bekannt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>Wartet auf Freigabe</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
</context>
<context>
    <name>Envelope</name>
    <message>
        <source>The gateway answered with status %1.</source>
        <translation>Das Gateway antwortete mit Status %1.</translation>
    </message>
    <message>
        <source>The gateway&apos;s answer is not valid JSON: %1</source>
        <translation>Die Antwort des Gateways ist kein gültiges JSON: %1</translation>
    </message>
</context>
<context>
    <name>Fault</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>must have at least %1 entries</source>
        <translation>muss mindestens %1 Einträge haben</translation>
    </message>
    <message>
        <source>must have at most %1 entries</source>
        <translation>darf höchstens %1 Einträge haben</translation>
    </message>
    <message>
        <source>must be %1 characters long</source>
        <translation>muss %1 Zeichen lang sein</translation>
    </message>
    <message>
        <source>must be %1</source>
        <translation>muss %1 sein</translation>
    </message>
    <message>
        <source>must be one of %1</source>
        <translation>muss eines von diesen sein: %1</translation>
    </message>
    <message>
        <source>must match %1</source>
        <translation>muss auf %1 passen</translation>
    </message>
    <message>
        <source>entry %1</source>
        <translation>Eintrag %1</translation>
    </message>
</context>
<context>
    <name>GatewaySettings</name>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>command line</source>
        <translation>Kommandozeile</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Administrator and storage</source>
        <translation>Administrator und Speicher</translation>
    </message>
    <message>
        <source>Secrets and encryption</source>
        <translation>Geheimnisse und Verschlüsselung</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>HTTP surface</source>
        <translation>HTTP-Oberfläche</translation>
    </message>
    <message>
        <source>Limits of connections and heads</source>
        <translation>Grenzen von Verbindungen und Köpfen</translation>
    </message>
    <message>
        <source>Connections that stay open</source>
        <translation>Verbindungen, die offen bleiben</translation>
    </message>
    <message>
        <source>Addresses and TLS</source>
        <translation>Adressen und TLS</translation>
    </message>
    <message>
        <source>Upstreams</source>
        <translation>Upstreams</translation>
    </message>
    <message>
        <source>Dumps</source>
        <translation>Abzüge</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Metriken</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation>Beispieldaten</translation>
    </message>
    <message>
        <source>Informational keys</source>
        <translation>Schlüssel zur Information</translation>
    </message>
</context>
<context>
    <name>GoLive</name>
    <message>
        <source>TLS on the public listener</source>
        <translation>TLS am öffentlichen Zugang</translation>
    </message>
    <message>
        <source>Administration cannot be reached from outside</source>
        <translation>Die Verwaltung ist von außen nicht erreichbar</translation>
    </message>
    <message>
        <source>Default credentials are changed</source>
        <translation>Anfangskennwörter sind geändert</translation>
    </message>
    <message>
        <source>The test key is switched off</source>
        <translation>Der Testschlüssel ist abgeschaltet</translation>
    </message>
    <message>
        <source>API keys are unique</source>
        <translation>API-Schlüssel sind eindeutig</translation>
    </message>
    <message>
        <source>Survives a restart</source>
        <translation>Übersteht einen Neustart</translation>
    </message>
    <message>
        <source>Limits are enforced</source>
        <translation>Grenzen werden durchgesetzt</translation>
    </message>
    <message>
        <source>Logs rotate</source>
        <translation>Protokolle werden gewechselt</translation>
    </message>
    <message>
        <source>Monitoring is active</source>
        <translation>Die Überwachung läuft</translation>
    </message>
    <message>
        <source>Alerts reach somebody</source>
        <translation>Alarme erreichen jemanden</translation>
    </message>
    <message>
        <source>A backup exists</source>
        <translation>Es gibt eine Sicherung</translation>
    </message>
    <message>
        <source>There is a runbook for incidents</source>
        <translation>Es gibt einen Ablaufplan für Störungen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>GoLiveReport</name>
    <message>
        <source>Go-live report</source>
        <translation>Bericht zur Freigabe</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Ready for production</source>
        <translation>Bereit für die Produktion</translation>
    </message>
    <message>
        <source>Not ready for production</source>
        <translation>Nicht bereit für die Produktion</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Accepted by</source>
        <translation>Abgenommen von</translation>
    </message>
</context>
<context>
    <name>ImportPlan</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>muss eine Liste sein</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>muss ein Objekt sein</translation>
    </message>
    <message>
        <source>must have %1</source>
        <translation>muss %1 haben</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>Basics</source>
        <translation>Grundlagen</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>&apos;*&apos; cannot be combined with credentials</source>
        <translation>&apos;*&apos; verträgt sich nicht mit Nachweisen</translation>
    </message>
    <message>
        <source>&apos;*&apos; or an origin such as https://app.example.com</source>
        <translation>&apos;*&apos; oder ein Ursprung wie https://app.example.com</translation>
    </message>
    <message>
        <source>&apos;null&apos; cannot be combined with credentials</source>
        <translation>&apos;null&apos; verträgt sich nicht mit Nachweisen</translation>
    </message>
    <message>
        <source>/name/version; made by the gateway.</source>
        <translation>/Name/Version; vergibt das Gateway.</translation>
    </message>
    <message>
        <source>1 logs every call, 0.01 one of a hundred; errors are always logged.</source>
        <translation>1 protokolliert jeden Aufruf, 0,01 einen von hundert; Fehler immer.</translation>
    </message>
    <message>
        <source>1.1 or 1.2. Unset: found from the envelope.</source>
        <translation>1.1 oder 1.2. Leer: aus dem Umschlag erkannt.</translation>
    </message>
    <message>
        <source>16 to 50 characters with upper and lower case, a digit and a special character. Kept as a hash, never shown.</source>
        <translation>16 bis 50 Zeichen mit Groß- und Kleinbuchstaben, einer Ziffer und einem Sonderzeichen. Nur als Prüfwert gespeichert, nie gezeigt.</translation>
    </message>
    <message>
        <source>A copy of the traffic goes here; its answers are dropped.</source>
        <translation>Hierhin geht eine Kopie des Verkehrs; die Antworten werden verworfen.</translation>
    </message>
    <message>
        <source>A deprecated API still works and says so in its answers.</source>
        <translation>Eine veraltete API arbeitet weiter und sagt es in ihren Antworten.</translation>
    </message>
    <message>
        <source>A group of targets with weights and health checks; used instead of the servers.</source>
        <translation>Eine Gruppe von Zielen mit Gewichten und Prüfungen; gilt statt der Server.</translation>
    </message>
    <message>
        <source>A later answer is a failure.</source>
        <translation>Eine spätere Antwort ist ein Fehler.</translation>
    </message>
    <message>
        <source>A newer key exists; this one works until it expires.</source>
        <translation>Es gibt einen neueren Schlüssel; dieser gilt bis zu seinem Ablauf.</translation>
    </message>
    <message>
        <source>A revoked credential is refused at once.</source>
        <translation>Ein widerrufener Nachweis wird sofort abgelehnt.</translation>
    </message>
    <message>
        <source>A text here answers every call with 503 and this text.</source>
        <translation>Steht hier ein Text, wird jeder Aufruf mit 503 und diesem Text beantwortet.</translation>
    </message>
    <message>
        <source>A user or a consumer.</source>
        <translation>Ein Benutzer oder ein Konsument.</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>API id</source>
        <translation>ID der API</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>API key, client secret, shared secret or password.</source>
        <translation>API-Schlüssel, Client-Geheimnis, gemeinsames Geheimnis oder Kennwort.</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>APIs admit callers by group.</source>
        <translation>APIs lassen Aufrufer nach Gruppe zu.</translation>
    </message>
    <message>
        <source>APIs refer to it.</source>
        <translation>APIs beziehen sich darauf.</translation>
    </message>
    <message>
        <source>Above or below the threshold.</source>
        <translation>Über oder unter der Schwelle.</translation>
    </message>
    <message>
        <source>Absolute, or a path on the first server.</source>
        <translation>Absolut oder ein Pfad auf dem ersten Server.</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Active checks</source>
        <translation>Aktive Prüfung</translation>
    </message>
    <message>
        <source>Add a timestamp with an expiry.</source>
        <translation>Einen Zeitstempel mit Ablauf hinzufügen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address of the issuer&apos;s public keys. Empty: found through the issuer&apos;s discovery document.</source>
        <translation>Adresse der öffentlichen Schlüssel des Ausstellers. Leer: aus dessen Auskunftsdokument.</translation>
    </message>
    <message>
        <source>Address policy</source>
        <translation>Adressregel</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Addresses and ranges.</source>
        <translation>Adressen und Bereiche.</translation>
    </message>
    <message>
        <source>Addresses and ranges; they win.</source>
        <translation>Adressen und Bereiche; sie haben Vorrang.</translation>
    </message>
    <message>
        <source>Addresses the gateway forwards to, in turn.</source>
        <translation>Adressen, an die das Gateway reihum weiterleitet.</translation>
    </message>
    <message>
        <source>Addresses with weight and state.</source>
        <translation>Adressen mit Gewicht und Zustand.</translation>
    </message>
    <message>
        <source>After this the request is refused.</source>
        <translation>Danach wird die Anfrage abgelehnt.</translation>
    </message>
    <message>
        <source>After this time the upstream refuses the envelope.</source>
        <translation>Danach lehnt der Upstream den Umschlag ab.</translation>
    </message>
    <message>
        <source>Afterwards notifications are sent again.</source>
        <translation>Danach werden wieder Benachrichtigungen gesendet.</translation>
    </message>
    <message>
        <source>Afterwards the old key is not valid any more.</source>
        <translation>Danach gilt der alte Schlüssel nicht mehr.</translation>
    </message>
    <message>
        <source>Alert rule</source>
        <translation>Alarmregel</translation>
    </message>
    <message>
        <source>Alert rules</source>
        <translation>Alarmregeln</translation>
    </message>
    <message>
        <source>Algorithms</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>All tokens</source>
        <translation>Alle Tokens</translation>
    </message>
    <message>
        <source>All tokens of a user, or one token.</source>
        <translation>Alle Tokens eines Benutzers oder ein einzelnes.</translation>
    </message>
    <message>
        <source>Allowed addresses</source>
        <translation>Erlaubte Adressen</translation>
    </message>
    <message>
        <source>Allowed headers</source>
        <translation>Erlaubte Kopfzeilen</translation>
    </message>
    <message>
        <source>Always security_settings.</source>
        <translation>Immer security_settings.</translation>
    </message>
    <message>
        <source>Answer only for these hosts. Empty: for every host.</source>
        <translation>Nur für diese Hosts antworten. Leer: für jeden Host.</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>Applies to everybody without an assignment.</source>
        <translation>Gilt für alle ohne Zuweisung.</translation>
    </message>
    <message>
        <source>Applies to the APIs of this tenant. Unset: whole platform.</source>
        <translation>Gilt für die APIs dieses Mandanten. Leer: ganze Plattform.</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Approved at once for</source>
        <translation>Sofort frei für</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>Freigegeben von</translation>
    </message>
    <message>
        <source>Archived plans are not offered.</source>
        <translation>Archivierte Pläne werden nicht angeboten.</translation>
    </message>
    <message>
        <source>Ask every target in turn.</source>
        <translation>Jedes Ziel reihum fragen.</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Zugewiesen</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Zugewiesen von</translation>
    </message>
    <message>
        <source>Assignment</source>
        <translation>Zuweisung</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Authorization from</source>
        <translation>Authorization aus</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Balancing</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>Bandbreite</translation>
    </message>
    <message>
        <source>Bandwidth limit</source>
        <translation>Bandbreitengrenze</translation>
    </message>
    <message>
        <source>Bandwidth window</source>
        <translation>Zeitfenster der Bandbreite</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Bound to</source>
        <translation>Gebunden an</translation>
    </message>
    <message>
        <source>Browsers may call through gRPC-Web.</source>
        <translation>Browser dürfen über gRPC-Web aufrufen.</translation>
    </message>
    <message>
        <source>Built-in storage</source>
        <translation>Eingebauter Speicher</translation>
    </message>
    <message>
        <source>Burst</source>
        <translation>Stoß</translation>
    </message>
    <message>
        <source>Burst per hour</source>
        <translation>Stoß pro Stunde</translation>
    </message>
    <message>
        <source>Burst per minute</source>
        <translation>Stoß pro Minute</translation>
    </message>
    <message>
        <source>Burst per second</source>
        <translation>Stoß pro Sekunde</translation>
    </message>
    <message>
        <source>Bytes in both directions per window. Unset or 0: no limit.</source>
        <translation>Bytes in beiden Richtungen je Zeitfenster. Leer oder 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Bytes in both directions. Unset: none.</source>
        <translation>Bytes in beiden Richtungen. Leer: keine Grenze.</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA-Datei</translation>
    </message>
    <message>
        <source>CORS</source>
        <translation>CORS</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>Cache-Control of the upstream wins over the time above.</source>
        <translation>Cache-Control des Upstreams hat Vorrang vor der Zeit oben.</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>Callers must have subscribed.</source>
        <translation>Aufrufer müssen abonniert haben.</translation>
    </message>
    <message>
        <source>Calls of this machine skip the address rules.</source>
        <translation>Aufrufe von diesem Rechner umgehen die Adressregeln.</translation>
    </message>
    <message>
        <source>Calls that may still be made.</source>
        <translation>Aufrufe, die noch möglich sind.</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Certificate shown to the upstream.</source>
        <translation>Zertifikat, das dem Upstream gezeigt wird.</translation>
    </message>
    <message>
        <source>Certificates trusted instead of the system&apos;s.</source>
        <translation>Zertifikate, denen statt denen des Systems vertraut wird.</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Kennwort ändern</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Circuit breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>Claims that must have exactly these values.</source>
        <translation>Angaben, die genau diese Werte haben müssen.</translation>
    </message>
    <message>
        <source>Client URI</source>
        <translation>Öffentliche URI</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>Client key</source>
        <translation>Client-Schlüssel</translation>
    </message>
    <message>
        <source>Clock skew</source>
        <translation>Uhrenabweichung</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>Komprimieren</translation>
    </message>
    <message>
        <source>Compress answers for clients that accept it.</source>
        <translation>Antworten für Clients komprimieren, die es annehmen.</translation>
    </message>
    <message>
        <source>Concurrent calls</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>Verbindungsfrist</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Console access</source>
        <translation>Konsolenzugang</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>Konsument</translation>
    </message>
    <message>
        <source>Consumer claim</source>
        <translation>Angabe des Konsumenten</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>Konsumenten</translation>
    </message>
    <message>
        <source>Contract version</source>
        <translation>Vertragsversion</translation>
    </message>
    <message>
        <source>Counts per</source>
        <translation>Zählt je</translation>
    </message>
    <message>
        <source>Create credit groups and change balances.</source>
        <translation>Guthabengruppen anlegen und Stände ändern.</translation>
    </message>
    <message>
        <source>Create, bind, change and delete policies.</source>
        <translation>Richtlinien anlegen, binden, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete APIs, protos and imported specifications.</source>
        <translation>APIs, Proto-Dateien und importierte Beschreibungen anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete client routings and upstream groups.</source>
        <translation>Routings und Upstream-Gruppen anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete groups.</source>
        <translation>Gruppen anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete rate-limit rules.</source>
        <translation>Grenzregeln anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete roles.</source>
        <translation>Rollen anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and delete users.</source>
        <translation>Benutzer anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>Create, change and suspend consumers and their keys.</source>
        <translation>Konsumenten und ihre Schlüssel anlegen, ändern und aussetzen.</translation>
    </message>
    <message>
        <source>Create, change, assign and delete plans.</source>
        <translation>Pläne anlegen, ändern, zuweisen und löschen.</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Angelegt von</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Nachweise</translation>
    </message>
    <message>
        <source>Credit balance</source>
        <translation>Guthabenstand</translation>
    </message>
    <message>
        <source>Credit balances</source>
        <translation>Guthabenstände</translation>
    </message>
    <message>
        <source>Credit group</source>
        <translation>Guthabengruppe</translation>
    </message>
    <message>
        <source>Credit group -&gt; balance.</source>
        <translation>Guthabengruppe -&gt; Stand.</translation>
    </message>
    <message>
        <source>Credit groups</source>
        <translation>Guthabengruppen</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Credits a user of the tier gets.</source>
        <translation>Guthaben, das ein Benutzer der Stufe bekommt.</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Daily quota</source>
        <translation>Tageskontingent</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Days the API lives on after its sunset.</source>
        <translation>Tage, die die API nach der Abschaltung weiterlebt.</translation>
    </message>
    <message>
        <source>Decides and records, but lets every call pass.</source>
        <translation>Entscheidet und zeichnet auf, lässt aber jeden Aufruf durch.</translation>
    </message>
    <message>
        <source>Decides what the user may administer.</source>
        <translation>Entscheidet, was der Benutzer verwalten darf.</translation>
    </message>
    <message>
        <source>Deeper queries get 400. Unset: 10; 0: no bound.</source>
        <translation>Tiefere Abfragen erhalten 400. Leer: 10; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
    <message>
        <source>Delay for each request too many.</source>
        <translation>Verzögerung für jede Anfrage zu viel.</translation>
    </message>
    <message>
        <source>Delay requests that are too many instead of refusing them.</source>
        <translation>Anfragen, die zu viel sind, verzögern statt ablehnen.</translation>
    </message>
    <message>
        <source>Delay unit</source>
        <translation>Einheit der Verzögerung</translation>
    </message>
    <message>
        <source>Delivered in</source>
        <translation>Zugestellt in</translation>
    </message>
    <message>
        <source>Deprecated since</source>
        <translation>Veraltet seit</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Directory, or file name that the time is added to.</source>
        <translation>Verzeichnis oder Dateiname, an den die Zeit gehängt wird.</translation>
    </message>
    <message>
        <source>Discover OpenAPI</source>
        <translation>OpenAPI suchen</translation>
    </message>
    <message>
        <source>Display name</source>
        <translation>Anzeigename</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Doubles with every attempt, with jitter.</source>
        <translation>Verdoppelt sich mit jedem Versuch, mit etwas Zufall.</translation>
    </message>
    <message>
        <source>Download the logs.</source>
        <translation>Die Protokolle herunterladen.</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Dump path</source>
        <translation>Pfad des Abzugs</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>E-mail addresses.</source>
        <translation>E-Mail-Adressen.</translation>
    </message>
    <message>
        <source>Each call costs one credit.</source>
        <translation>Jeder Aufruf kostet ein Guthaben.</translation>
    </message>
    <message>
        <source>Empty: every API of the tenant.</source>
        <translation>Leer: jede API des Mandanten.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>End of the certificate.</source>
        <translation>Ende des Zertifikats.</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Every token of the user is refused until cleared.</source>
        <translation>Jedes Token des Benutzers wird abgelehnt, bis es aufgehoben wird.</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Export logs</source>
        <translation>Protokolle exportieren</translation>
    </message>
    <message>
        <source>Exposed headers</source>
        <translation>Lesbare Kopfzeilen</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>Verlängerungen</translation>
    </message>
    <message>
        <source>External id</source>
        <translation>Externe Kennung</translation>
    </message>
    <message>
        <source>Extra attempts after a failed call.</source>
        <translation>Weitere Versuche nach einem fehlgeschlagenen Aufruf.</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Failures of real calls count too.</source>
        <translation>Auch Fehler echter Aufrufe zählen.</translation>
    </message>
    <message>
        <source>Failures that are tried again, on another target if any.</source>
        <translation>Fehler, nach denen erneut versucht wird, möglichst an einem anderen Ziel.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Leistungen</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>Geholt</translation>
    </message>
    <message>
        <source>Field path -&gt; rule, in order.</source>
        <translation>Feldpfad -&gt; Regel, der Reihe nach.</translation>
    </message>
    <message>
        <source>Field path -&gt; rule.</source>
        <translation>Feldpfad -&gt; Regel.</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Fires when</source>
        <translation>Löst aus</translation>
    </message>
    <message>
        <source>First characters, to recognise the key.</source>
        <translation>Erste Zeichen, um den Schlüssel zu erkennen.</translation>
    </message>
    <message>
        <source>First delay</source>
        <translation>Erste Pause</translation>
    </message>
    <message>
        <source>First part of the public address, for example `customers`.</source>
        <translation>Erster Teil der öffentlichen Adresse, zum Beispiel `kunden`.</translation>
    </message>
    <message>
        <source>First server</source>
        <translation>Erster Server</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>For information, for example monthly.</source>
        <translation>Zur Information, zum Beispiel monatlich.</translation>
    </message>
    <message>
        <source>For information.</source>
        <translation>Zur Information.</translation>
    </message>
    <message>
        <source>For information; what counts is the list of the API.</source>
        <translation>Zur Information; es zählt die Liste der API.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Forward identity</source>
        <translation>Identität weitergeben</translation>
    </message>
    <message>
        <source>Forward only what follows the prefix.</source>
        <translation>Nur weiterleiten, was nach dem Präfix kommt.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>From severity</source>
        <translation>Ab Schwere</translation>
    </message>
    <message>
        <source>Further requests of the window are delayed.</source>
        <translation>Weitere Anfragen im Zeitfenster werden verzögert.</translation>
    </message>
    <message>
        <source>Good is</source>
        <translation>Gut ist</translation>
    </message>
    <message>
        <source>Good status from</source>
        <translation>Guter Status ab</translation>
    </message>
    <message>
        <source>Good status to</source>
        <translation>Guter Status bis</translation>
    </message>
    <message>
        <source>Grace period</source>
        <translation>Schonfrist</translation>
    </message>
    <message>
        <source>GraphQL depth</source>
        <translation>GraphQL-Tiefe</translation>
    </message>
    <message>
        <source>GraphQL path</source>
        <translation>GraphQL-Pfad</translation>
    </message>
    <message>
        <source>GraphQL subscriptions</source>
        <translation>GraphQL-Abonnements</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>HTTP method, upper case.</source>
        <translation>HTTP-Methode in Großbuchstaben.</translation>
    </message>
    <message>
        <source>HTTP version</source>
        <translation>HTTP-Version</translation>
    </message>
    <message>
        <source>Hash key</source>
        <translation>Verteilschlüssel</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Header mode</source>
        <translation>Kopfzeilen-Regel</translation>
    </message>
    <message>
        <source>Header that carries the API key.</source>
        <translation>Kopfzeile, die den API-Schlüssel trägt.</translation>
    </message>
    <message>
        <source>Header that carries the key.</source>
        <translation>Kopfzeile, die den Schlüssel trägt.</translation>
    </message>
    <message>
        <source>Header that carries the key. Empty: Authorization.</source>
        <translation>Kopfzeile, die den Schlüssel trägt. Leer: Authorization.</translation>
    </message>
    <message>
        <source>Header whose value becomes the upstream&apos;s Authorization.</source>
        <translation>Kopfzeile, deren Wert beim Upstream Authorization wird.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Headers and bodies</source>
        <translation>Kopfzeilen und Inhalte</translation>
    </message>
    <message>
        <source>Headers web pages may read.</source>
        <translation>Kopfzeilen, die Webseiten lesen dürfen.</translation>
    </message>
    <message>
        <source>Headers web pages may send. Unset: all.</source>
        <translation>Kopfzeilen, die Webseiten senden dürfen. Leer: alle.</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>Healthy after</source>
        <translation>Gesund nach</translation>
    </message>
    <message>
        <source>Higher first in lists and reports.</source>
        <translation>Höhere zuerst in Listen und Berichten.</translation>
    </message>
    <message>
        <source>Highest status that counts as good.</source>
        <translation>Höchster Status, der als gut zählt.</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>How bad it is.</source>
        <translation>Wie schlimm es ist.</translation>
    </message>
    <message>
        <source>How far the issuer&apos;s clock may be off.</source>
        <translation>Wie weit die Uhr des Ausstellers abweichen darf.</translation>
    </message>
    <message>
        <source>How healthy targets are told from others.</source>
        <translation>Wie gesunde Ziele von anderen unterschieden werden.</translation>
    </message>
    <message>
        <source>How long a browser keeps the permission.</source>
        <translation>Wie lange ein Browser die Erlaubnis behält.</translation>
    </message>
    <message>
        <source>How long an answer is served from the cache.</source>
        <translation>Wie lange eine Antwort aus dem Zwischenspeicher kommt.</translation>
    </message>
    <message>
        <source>How long the delivery took.</source>
        <translation>Wie lange die Zustellung dauerte.</translation>
    </message>
    <message>
        <source>How much may be called.</source>
        <translation>Wie viel aufgerufen werden darf.</translation>
    </message>
    <message>
        <source>How often the expiry has been moved.</source>
        <translation>Wie oft der Ablauf verschoben wurde.</translation>
    </message>
    <message>
        <source>How often the key has been changed.</source>
        <translation>Wie oft der Schlüssel gewechselt wurde.</translation>
    </message>
    <message>
        <source>How the gateway identifies itself to the upstream.</source>
        <translation>Wie sich das Gateway beim Upstream ausweist.</translation>
    </message>
    <message>
        <source>How the notification travels.</source>
        <translation>Wie die Benachrichtigung ankommt.</translation>
    </message>
    <message>
        <source>How the password is sent.</source>
        <translation>Wie das Kennwort gesendet wird.</translation>
    </message>
    <message>
        <source>How the upstream is verified. Unset: system certificates.</source>
        <translation>Wie der Upstream geprüft wird. Leer: mit den Zertifikaten des Systems.</translation>
    </message>
    <message>
        <source>How tokens of another issuer are checked.</source>
        <translation>Wie Tokens eines anderen Ausstellers geprüft werden.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Id in an identity provider.</source>
        <translation>ID bei einem Identitätsdienst.</translation>
    </message>
    <message>
        <source>Id of the API.</source>
        <translation>ID der API.</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Identity provider id</source>
        <translation>ID beim Identitätsdienst</translation>
    </message>
    <message>
        <source>Idle connections</source>
        <translation>Ruhende Verbindungen</translation>
    </message>
    <message>
        <source>Informational; the address decides: /api/rest, /api/soap and so on.</source>
        <translation>Zur Information; es entscheidet die Adresse: /api/rest, /api/soap und so weiter.</translation>
    </message>
    <message>
        <source>Input limit</source>
        <translation>Eingangsgrenze</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>Item rule</source>
        <translation>Eintragsregel</translation>
    </message>
    <message>
        <source>JSON schema of the answer, for documentation.</source>
        <translation>JSON-Schema der Antwort, zur Dokumentation.</translation>
    </message>
    <message>
        <source>Keep Host</source>
        <translation>Host behalten</translation>
    </message>
    <message>
        <source>Keep answers and serve them again. Unset: no cache.</source>
        <translation>Antworten aufheben und wieder ausliefern. Leer: kein Zwischenspeicher.</translation>
    </message>
    <message>
        <source>Keep for</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Kept for compatibility; none are known.</source>
        <translation>Der Verträglichkeit wegen; bekannt ist keiner.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key header</source>
        <translation>Schlüssel-Kopfzeile</translation>
    </message>
    <message>
        <source>Key parameter</source>
        <translation>Schlüssel-Parameter</translation>
    </message>
    <message>
        <source>Key set</source>
        <translation>Schlüsselsatz</translation>
    </message>
    <message>
        <source>Key the gateway shows to the upstream. Never shown again.</source>
        <translation>Schlüssel, den das Gateway dem Upstream zeigt. Wird nie wieder angezeigt.</translation>
    </message>
    <message>
        <source>Key, token, password or client secret.</source>
        <translation>Schlüssel, Token, Kennwort oder Client-Geheimnis.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Kind of caller</source>
        <translation>Art des Aufrufers</translation>
    </message>
    <message>
        <source>Kind of owner</source>
        <translation>Art des Besitzers</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Bezeichnung</translation>
    </message>
    <message>
        <source>Larger answers are not kept.</source>
        <translation>Größere Antworten werden nicht aufgehoben.</translation>
    </message>
    <message>
        <source>Larger requests get 413. Unset: the gateway&apos;s limit.</source>
        <translation>Größere Anfragen erhalten 413. Leer: die Grenze des Gateways.</translation>
    </message>
    <message>
        <source>Largest answer</source>
        <translation>Größte Antwort</translation>
    </message>
    <message>
        <source>Largest body</source>
        <translation>Größter Inhalt</translation>
    </message>
    <message>
        <source>Last login</source>
        <translation>Letzte Anmeldung</translation>
    </message>
    <message>
        <source>Last rotation</source>
        <translation>Letzter Wechsel</translation>
    </message>
    <message>
        <source>Last test</source>
        <translation>Letzte Probe</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>Leave a failing upstream alone for a while.</source>
        <translation>Einen versagenden Upstream eine Weile in Ruhe lassen.</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Length of a text, value of a number or items of a list.</source>
        <translation>Länge eines Textes, Wert einer Zahl oder Einträge einer Liste.</translation>
    </message>
    <message>
        <source>Less severe alerts are not sent.</source>
        <translation>Weniger schwere Alarme werden nicht gesendet.</translation>
    </message>
    <message>
        <source>Life-cycle state</source>
        <translation>Lebenszyklus</translation>
    </message>
    <message>
        <source>Limit rule</source>
        <translation>Grenzregel</translation>
    </message>
    <message>
        <source>Limit rules</source>
        <translation>Grenzregeln</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Limits of this subscription. Unset: the consumer&apos;s plan.</source>
        <translation>Grenzen dieses Abonnements. Leer: der Plan des Konsumenten.</translation>
    </message>
    <message>
        <source>Limits unless the subscription has its own plan.</source>
        <translation>Grenzen, wenn das Abonnement keinen eigenen Plan hat.</translation>
    </message>
    <message>
        <source>Listed</source>
        <translation>Aufgeführt</translation>
    </message>
    <message>
        <source>Local bypass</source>
        <translation>Ausnahme für diesen Rechner</translation>
    </message>
    <message>
        <source>Logged share</source>
        <translation>Protokollierter Anteil</translation>
    </message>
    <message>
        <source>Login required</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>Logs in with a client secret instead of a password.</source>
        <translation>Meldet sich mit einem Client-Geheimnis statt mit Kennwort an.</translation>
    </message>
    <message>
        <source>Longest delay</source>
        <translation>Längste Pause</translation>
    </message>
    <message>
        <source>Longest pause of the upstream&apos;s answer. Unset: the gateway&apos;s setting.</source>
        <translation>Längste Pause in der Antwort des Upstreams. Leer: die Einstellung des Gateways.</translation>
    </message>
    <message>
        <source>Longest pause while sending. Unset: the gateway&apos;s setting.</source>
        <translation>Längste Pause beim Senden. Leer: die Einstellung des Gateways.</translation>
    </message>
    <message>
        <source>Longest wait for a free connection. Unset: the gateway&apos;s setting.</source>
        <translation>Längstes Warten auf eine freie Verbindung. Leer: die Einstellung des Gateways.</translation>
    </message>
    <message>
        <source>Look for the document by itself.</source>
        <translation>Selbst nach dem Dokument suchen.</translation>
    </message>
    <message>
        <source>Lower runs first.</source>
        <translation>Kleinere laufen zuerst.</translation>
    </message>
    <message>
        <source>Lowest status that counts as good.</source>
        <translation>Niedrigster Status, der als gut zählt.</translation>
    </message>
    <message>
        <source>Made by the gateway, not uploaded.</source>
        <translation>Vom Gateway erzeugt, nicht hochgeladen.</translation>
    </message>
    <message>
        <source>Made by the gateway.</source>
        <translation>Vergibt das Gateway.</translation>
    </message>
    <message>
        <source>Made by the gateway; stays the same for the life of the API.</source>
        <translation>Vergibt das Gateway; bleibt gleich, solange es die API gibt.</translation>
    </message>
    <message>
        <source>Made by the gateway; validations refer to it.</source>
        <translation>Vergibt das Gateway; Prüfregeln beziehen sich darauf.</translation>
    </message>
    <message>
        <source>Maintenance notice</source>
        <translation>Wartungshinweis</translation>
    </message>
    <message>
        <source>Manage APIs</source>
        <translation>APIs verwalten</translation>
    </message>
    <message>
        <source>Manage alerts</source>
        <translation>Alarme verwalten</translation>
    </message>
    <message>
        <source>Manage consumers</source>
        <translation>Konsumenten verwalten</translation>
    </message>
    <message>
        <source>Manage credits</source>
        <translation>Guthaben verwalten</translation>
    </message>
    <message>
        <source>Manage gateway</source>
        <translation>Gateway verwalten</translation>
    </message>
    <message>
        <source>Manage groups</source>
        <translation>Gruppen verwalten</translation>
    </message>
    <message>
        <source>Manage limit rules</source>
        <translation>Grenzregeln verwalten</translation>
    </message>
    <message>
        <source>Manage logins</source>
        <translation>Anmeldungen verwalten</translation>
    </message>
    <message>
        <source>Manage plans</source>
        <translation>Pläne verwalten</translation>
    </message>
    <message>
        <source>Manage policies</source>
        <translation>Richtlinien verwalten</translation>
    </message>
    <message>
        <source>Manage roles</source>
        <translation>Rollen verwalten</translation>
    </message>
    <message>
        <source>Manage routings</source>
        <translation>Routings verwalten</translation>
    </message>
    <message>
        <source>Manage security</source>
        <translation>Sicherheit verwalten</translation>
    </message>
    <message>
        <source>Manage subscriptions</source>
        <translation>Abonnements verwalten</translation>
    </message>
    <message>
        <source>Manage users</source>
        <translation>Benutzer verwalten</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Erreichbar</translation>
    </message>
    <message>
        <source>May do everything; cannot be set by requests.</source>
        <translation>Darf alles; über Anfragen nicht zu setzen.</translation>
    </message>
    <message>
        <source>May use the console.</source>
        <translation>Darf die Konsole benutzen.</translation>
    </message>
    <message>
        <source>Measured over</source>
        <translation>Gemessen über</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Zusatzangaben</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Methoden</translation>
    </message>
    <message>
        <source>Methods for web pages. Unset: all usual ones.</source>
        <translation>Methoden für Webseiten. Leer: alle üblichen.</translation>
    </message>
    <message>
        <source>Methods that may be sent twice.</source>
        <translation>Methoden, die zweimal gesendet werden dürfen.</translation>
    </message>
    <message>
        <source>Methods whose answers are kept.</source>
        <translation>Methoden, deren Antworten aufgehoben werden.</translation>
    </message>
    <message>
        <source>Mirror to</source>
        <translation>Spiegeln an</translation>
    </message>
    <message>
        <source>Mirrored share</source>
        <translation>Gespiegelter Anteil</translation>
    </message>
    <message>
        <source>Monthly bandwidth</source>
        <translation>Bandbreite im Monat</translation>
    </message>
    <message>
        <source>Monthly price</source>
        <translation>Preis im Monat</translation>
    </message>
    <message>
        <source>Monthly quota</source>
        <translation>Monatskontingent</translation>
    </message>
    <message>
        <source>More are refused. Unset or 0: 10.</source>
        <translation>Weitere werden abgelehnt. Leer oder 0: 10.</translation>
    </message>
    <message>
        <source>More get 503. Unset: no bound.</source>
        <translation>Weitere erhalten 503. Leer: keine Grenze.</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Most in a window</source>
        <translation>Höchstens im Zeitfenster</translation>
    </message>
    <message>
        <source>Must hold so long before it fires.</source>
        <translation>Muss so lange gelten, bevor er auslöst.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name asked for and verified. Empty: the host of the address.</source>
        <translation>Name, nach dem gefragt und der geprüft wird. Leer: der Host der Adresse.</translation>
    </message>
    <message>
        <source>Name in the OpenAPI document.</source>
        <translation>Name im OpenAPI-Dokument.</translation>
    </message>
    <message>
        <source>Name of the API.</source>
        <translation>Name der API.</translation>
    </message>
    <message>
        <source>Name of the storage. Unset: made from the id.</source>
        <translation>Name des Speichers. Leer: aus der ID gebildet.</translation>
    </message>
    <message>
        <source>Name shown to people.</source>
        <translation>Name, den Menschen sehen.</translation>
    </message>
    <message>
        <source>Needs approval</source>
        <translation>Braucht Freigabe</translation>
    </message>
    <message>
        <source>Nested rules</source>
        <translation>Innere Regeln</translation>
    </message>
    <message>
        <source>Next key</source>
        <translation>Nächster Schlüssel</translation>
    </message>
    <message>
        <source>No login, subscription, group, role or user limit.</source>
        <translation>Keine Anmeldung, kein Abonnement, keine Gruppe, Rolle oder Benutzergrenze.</translation>
    </message>
    <message>
        <source>No new calls; running ones end.</source>
        <translation>Keine neuen Aufrufe; laufende enden.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>Benachrichtigung</translation>
    </message>
    <message>
        <source>OAuth 2 client.</source>
        <translation>OAuth-2-Client.</translation>
    </message>
    <message>
        <source>OAuth 2 scopes, separated by blanks.</source>
        <translation>OAuth-2-Bereiche, durch Leerzeichen getrennt.</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Objectives</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Off: an earlier upload, kept as history.</source>
        <translation>Aus: früher hochgeladen, als Geschichte behalten.</translation>
    </message>
    <message>
        <source>Off: cannot be assigned any more.</source>
        <translation>Aus: kann nicht mehr zugewiesen werden.</translation>
    </message>
    <message>
        <source>Off: like public, but credits may be used.</source>
        <translation>Aus: wie öffentlich, aber mit Guthaben nutzbar.</translation>
    </message>
    <message>
        <source>Off: neither login nor calls.</source>
        <translation>Aus: weder Anmeldung noch Aufrufe.</translation>
    </message>
    <message>
        <source>Off: not applied.</source>
        <translation>Aus: gilt nicht.</translation>
    </message>
    <message>
        <source>Off: not judged.</source>
        <translation>Aus: nicht beurteilt.</translation>
    </message>
    <message>
        <source>Off: not measured.</source>
        <translation>Aus: nicht gemessen.</translation>
    </message>
    <message>
        <source>Off: nothing is sent.</source>
        <translation>Aus: nichts wird gesendet.</translation>
    </message>
    <message>
        <source>Off: requests are not checked.</source>
        <translation>Aus: Anfragen werden nicht geprüft.</translation>
    </message>
    <message>
        <source>Off: the binding does not count.</source>
        <translation>Aus: die Bindung zählt nicht.</translation>
    </message>
    <message>
        <source>Off: the endpoint is not reachable.</source>
        <translation>Aus: der Endpunkt ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>Off: the limit is not applied.</source>
        <translation>Aus: die Grenze gilt nicht.</translation>
    </message>
    <message>
        <source>Off: the rule is not applied.</source>
        <translation>Aus: die Regel gilt nicht.</translation>
    </message>
    <message>
        <source>Offered to this tenant only. Unset: to all.</source>
        <translation>Nur diesem Mandanten angeboten. Leer: allen.</translation>
    </message>
    <message>
        <source>On: delays happen even when no number is set.</source>
        <translation>Ein: Verzögerungen gelten auch ohne Zahl.</translation>
    </message>
    <message>
        <source>On: the limit holds even when no number is set (60).</source>
        <translation>Ein: die Grenze gilt auch ohne Zahl (60).</translation>
    </message>
    <message>
        <source>One of these must be in `aud`. Empty: not checked.</source>
        <translation>Einer davon muss in `aud` stehen. Leer: nicht geprüft.</translation>
    </message>
    <message>
        <source>Only an active subscription lets calls through.</source>
        <translation>Nur ein aktives Abonnement lässt Aufrufe durch.</translation>
    </message>
    <message>
        <source>Only the owner sees the entry.</source>
        <translation>Nur der Besitzer sieht den Eintrag.</translation>
    </message>
    <message>
        <source>Only these may be called, as Service.Method.</source>
        <translation>Nur diese dürfen aufgerufen werden, als Dienst.Methode.</translation>
    </message>
    <message>
        <source>Only these may be called.</source>
        <translation>Nur diese dürfen aufgerufen werden.</translation>
    </message>
    <message>
        <source>Only these may call. Empty: all.</source>
        <translation>Nur diese dürfen aufrufen. Leer: alle.</translation>
    </message>
    <message>
        <source>Only these roles may call. Empty: no restriction.</source>
        <translation>Nur diese Rollen dürfen aufrufen. Leer: keine Einschränkung.</translation>
    </message>
    <message>
        <source>Open for</source>
        <translation>Offen für</translation>
    </message>
    <message>
        <source>OpenAPI path</source>
        <translation>OpenAPI-Pfad</translation>
    </message>
    <message>
        <source>OpenAPI, WSDL or GraphQL.</source>
        <translation>OpenAPI, WSDL oder GraphQL.</translation>
    </message>
    <message>
        <source>Operation id</source>
        <translation>Operations-ID</translation>
    </message>
    <message>
        <source>Origins</source>
        <translation>Ursprünge</translation>
    </message>
    <message>
        <source>Otherwise</source>
        <translation>Sonst</translation>
    </message>
    <message>
        <source>Output limit</source>
        <translation>Ausgangsgrenze</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Own key</source>
        <translation>Eigener Schlüssel</translation>
    </message>
    <message>
        <source>Own limits</source>
        <translation>Eigene Grenzen</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Package named in the text.</source>
        <translation>Paket, das im Text steht.</translation>
    </message>
    <message>
        <source>Package used instead of name_version.</source>
        <translation>Paket statt Name_Version.</translation>
    </message>
    <message>
        <source>Passed on in both directions.</source>
        <translation>Werden in beide Richtungen weitergegeben.</translation>
    </message>
    <message>
        <source>Passive checks</source>
        <translation>Passive Prüfung</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Password of the token.</source>
        <translation>Kennwort des Tokens.</translation>
    </message>
    <message>
        <source>Password type</source>
        <translation>Art des Kennworts</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Path after the version; `{name}` stands for one segment.</source>
        <translation>Pfad nach der Version; `{name}` steht für einen Abschnitt.</translation>
    </message>
    <message>
        <source>Path of the endpoint. Unset: /graphql.</source>
        <translation>Pfad des Endpunkts. Leer: /graphql.</translation>
    </message>
    <message>
        <source>Path prefixes</source>
        <translation>Pfadpräfixe</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>Pro Tag</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>Pro Stunde</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>Pro Minute</translation>
    </message>
    <message>
        <source>Per month</source>
        <translation>Pro Monat</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>Pro Sekunde</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Berechtigungen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Plan assignment</source>
        <translation>Planzuweisung</translation>
    </message>
    <message>
        <source>Plan assignments</source>
        <translation>Planzuweisungen</translation>
    </message>
    <message>
        <source>Plan outside of the dates. Unset: the default plan.</source>
        <translation>Plan außerhalb des Zeitraums. Leer: der Standardplan.</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Platform admin</source>
        <translation>Plattform-Administrator</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Richtlinien</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>Pool timeout</source>
        <translation>Wartefrist</translation>
    </message>
    <message>
        <source>Preflight life</source>
        <translation>Gültigkeit der Vorabfrage</translation>
    </message>
    <message>
        <source>Pricing data</source>
        <translation>Preisangaben</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Private key of that certificate.</source>
        <translation>Privater Schlüssel dieses Zertifikats.</translation>
    </message>
    <message>
        <source>Proto file</source>
        <translation>Proto-Datei</translation>
    </message>
    <message>
        <source>Proto files</source>
        <translation>Proto-Dateien</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Proxies that are believed. Empty: all.</source>
        <translation>Proxys, denen geglaubt wird. Leer: allen.</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Öffentlich</translation>
    </message>
    <message>
        <source>Public API cannot have credits enabled</source>
        <translation>Eine öffentliche API kann kein Guthaben verlangen</translation>
    </message>
    <message>
        <source>Public path, if it is not the URI; the URI is then the upstream&apos;s path.</source>
        <translation>Öffentlicher Pfad, wenn er nicht die URI ist; die URI ist dann der Pfad beim Upstream.</translation>
    </message>
    <message>
        <source>Published besides the built-in address.</source>
        <translation>Neben der eingebauten Adresse veröffentlicht.</translation>
    </message>
    <message>
        <source>Put before the forwarded path.</source>
        <translation>Steht vor dem weitergeleiteten Pfad.</translation>
    </message>
    <message>
        <source>Put upstream answers into the gateway&apos;s envelope. Off: they pass unchanged.</source>
        <translation>Antworten des Upstreams in den Umschlag des Gateways packen. Aus: sie passieren unverändert.</translation>
    </message>
    <message>
        <source>Query parameter that may carry the key. Empty: none.</source>
        <translation>Abfrageparameter, der den Schlüssel tragen darf. Leer: keiner.</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>Ratengrenze</translation>
    </message>
    <message>
        <source>Read timeout</source>
        <translation>Lesefrist</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recipients</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Refuse upstreams whose certificate is not valid.</source>
        <translation>Upstreams ablehnen, deren Zertifikat nicht gültig ist.</translation>
    </message>
    <message>
        <source>Refused addresses</source>
        <translation>Abgelehnte Adressen</translation>
    </message>
    <message>
        <source>Regular expression the text must begin with.</source>
        <translation>Regulärer Ausdruck, mit dem der Text beginnen muss.</translation>
    </message>
    <message>
        <source>Replacement</source>
        <translation>Nachfolger</translation>
    </message>
    <message>
        <source>Request headers that make another cache entry.</source>
        <translation>Kopfzeilen der Anfrage, die einen eigenen Eintrag ergeben.</translation>
    </message>
    <message>
        <source>Request schema</source>
        <translation>Schema der Anfrage</translation>
    </message>
    <message>
        <source>Request transform</source>
        <translation>Anfrage umformen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Requests before delay</source>
        <translation>Anfragen vor Verzögerung</translation>
    </message>
    <message>
        <source>Requests beyond the limit that may come at once.</source>
        <translation>Anfragen über der Grenze, die auf einmal kommen dürfen.</translation>
    </message>
    <message>
        <source>Requests per window. Unset: no own limit.</source>
        <translation>Anfragen je Zeitfenster. Leer: keine eigene Grenze.</translation>
    </message>
    <message>
        <source>Requests that may come at once; 0: the limit itself.</source>
        <translation>Anfragen, die auf einmal kommen dürfen; 0: die Grenze selbst.</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>Required claims</source>
        <translation>Verlangte Angaben</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Erneuerung</translation>
    </message>
    <message>
        <source>Reset date</source>
        <translation>Tag der Erneuerung</translation>
    </message>
    <message>
        <source>Response schema</source>
        <translation>Schema der Antwort</translation>
    </message>
    <message>
        <source>Response transform</source>
        <translation>Antwort umformen</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Retries may not exceed this share of all requests, so that they cannot overload an upstream.</source>
        <translation>Wiederholungen dürfen diesen Anteil aller Anfragen nicht übersteigen, damit sie keinen Upstream überlasten.</translation>
    </message>
    <message>
        <source>Retry budget</source>
        <translation>Wiederholungsanteil</translation>
    </message>
    <message>
        <source>Retry rules</source>
        <translation>Wiederholungsregeln</translation>
    </message>
    <message>
        <source>Revocation</source>
        <translation>Widerruf</translation>
    </message>
    <message>
        <source>Revocations</source>
        <translation>Widerrufe</translation>
    </message>
    <message>
        <source>Revoke tokens, enable and disable users.</source>
        <translation>Tokens widerrufen, Benutzer aktivieren und deaktivieren.</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Roles that do not wait.</source>
        <translation>Rollen, die nicht warten.</translation>
    </message>
    <message>
        <source>Rotated out</source>
        <translation>Abgelöst</translation>
    </message>
    <message>
        <source>Rotation ends</source>
        <translation>Ende des Wechsels</translation>
    </message>
    <message>
        <source>Rotations</source>
        <translation>Wechsel</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Routings</source>
        <translation>Routings</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rule for every element of a list.</source>
        <translation>Regel für jeden Eintrag einer Liste.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Rules for stored items: field -&gt; type, required, bounds.</source>
        <translation>Regeln für gespeicherte Einträge: Feld -&gt; Typ, Pflicht, Grenzen.</translation>
    </message>
    <message>
        <source>Rules for the keys of an object.</source>
        <translation>Regeln für die Schlüssel eines Objekts.</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the client certificate, in hex.</source>
        <translation>SHA-256 des Client-Zertifikats, hexadezimal.</translation>
    </message>
    <message>
        <source>SOAP version</source>
        <translation>SOAP-Version</translation>
    </message>
    <message>
        <source>Save automatically</source>
        <translation>Selbst sichern</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>Schemata</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Geltungsbereich</translation>
    </message>
    <message>
        <source>Search the logs.</source>
        <translation>Die Protokolle durchsuchen.</translation>
    </message>
    <message>
        <source>Second part of the public address, `v` and a number.</source>
        <translation>Zweiter Teil der öffentlichen Adresse, `v` und eine Zahl.</translation>
    </message>
    <message>
        <source>Seconds since 1970; afterwards the token has expired by itself.</source>
        <translation>Sekunden seit 1970; danach ist das Token von selbst abgelaufen.</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Sections headers, body and status_map.</source>
        <translation>Abschnitte headers, body und status_map.</translation>
    </message>
    <message>
        <source>Sections headers, query, body with remove, rename, add, set, wrap.</source>
        <translation>Abschnitte headers, query, body mit remove, rename, add, set, wrap.</translation>
    </message>
    <message>
        <source>Security header put into SOAP envelopes.</source>
        <translation>Sicherheits-Kopf, der in SOAP-Umschläge kommt.</translation>
    </message>
    <message>
        <source>Security settings</source>
        <translation>Sicherheitseinstellungen</translation>
    </message>
    <message>
        <source>Security settings, restart, dump and restore.</source>
        <translation>Sicherheitseinstellungen, Neustart, Abzug und Wiederherstellung.</translation>
    </message>
    <message>
        <source>See usage numbers and charts.</source>
        <translation>Nutzungszahlen und Diagramme sehen.</translation>
    </message>
    <message>
        <source>See who changed what.</source>
        <translation>Sehen, wer was geändert hat.</translation>
    </message>
    <message>
        <source>Semantic version of a contract; its first number is the version in the address.</source>
        <translation>Semantische Version eines Vertrags; ihre erste Zahl ist die Version in der Adresse.</translation>
    </message>
    <message>
        <source>Send the caller&apos;s name in X-User-Email and X-Doorman-User.</source>
        <translation>Den Namen des Aufrufers in X-User-Email und X-Doorman-User senden.</translation>
    </message>
    <message>
        <source>Send the client&apos;s Host header instead of the server&apos;s.</source>
        <translation>Die Host-Kopfzeile des Clients senden statt der des Servers.</translation>
    </message>
    <message>
        <source>Sent in the Deprecation header.</source>
        <translation>Steht in der Kopfzeile Deprecation.</translation>
    </message>
    <message>
        <source>Sent in the Sunset header.</source>
        <translation>Steht in der Kopfzeile Sunset.</translation>
    </message>
    <message>
        <source>Server that tells the types when no proto file was uploaded, such as grpc://10.0.0.7:50051.</source>
        <translation>Server, der die Typen nennt, wenn keine Proto-Datei hochgeladen wurde, etwa grpc://10.0.0.7:50051.</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>Servername</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Service client</source>
        <translation>Dienst-Client</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Share of good requests that is promised.</source>
        <translation>Zugesagter Anteil guter Anfragen.</translation>
    </message>
    <message>
        <source>Share of the calls; 0: none.</source>
        <translation>Anteil der Aufrufe; 0: keiner.</translation>
    </message>
    <message>
        <source>Share of the requests that is copied.</source>
        <translation>Anteil der Anfragen, der kopiert wird.</translation>
    </message>
    <message>
        <source>Short name that assignments refer to.</source>
        <translation>Kurzer Name, auf den sich Zuweisungen beziehen.</translation>
    </message>
    <message>
        <source>Short name used in addresses.</source>
        <translation>Kurzer Name für Adressen.</translation>
    </message>
    <message>
        <source>Shown beside silenced alerts.</source>
        <translation>Steht neben stillen Alarmen.</translation>
    </message>
    <message>
        <source>Shown in the catalogue.</source>
        <translation>Im Katalog zu sehen.</translation>
    </message>
    <message>
        <source>Shown to the upstream instead of the group&apos;s key.</source>
        <translation>Wird dem Upstream statt des Schlüssels der Gruppe gezeigt.</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Signature algorithms that are accepted.</source>
        <translation>Signaturverfahren, die angenommen werden.</translation>
    </message>
    <message>
        <source>Signs webhooks; the receiver checks X-Webhook-Signature.</source>
        <translation>Signiert Webhooks; der Empfänger prüft X-Webhook-Signature.</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Ruhezeiten</translation>
    </message>
    <message>
        <source>So many failures in a row.</source>
        <translation>So vielen Fehlern hintereinander.</translation>
    </message>
    <message>
        <source>So many good answers in a row.</source>
        <translation>So vielen guten Antworten hintereinander.</translation>
    </message>
    <message>
        <source>So many per window.</source>
        <translation>So viele je Zeitfenster.</translation>
    </message>
    <message>
        <source>So many within the window open the breaker.</source>
        <translation>So viele im Zeitfenster öffnen den Schutzschalter.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Special</source>
        <translation>Besonderes</translation>
    </message>
    <message>
        <source>Starts anew with the day. Unset: none.</source>
        <translation>Beginnt mit dem Tag neu. Leer: keines.</translation>
    </message>
    <message>
        <source>Starts anew with the month. Unset: none.</source>
        <translation>Beginnt mit dem Monat neu. Leer: keines.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status, settings, caches, import, export, revisions and restore.</source>
        <translation>Zustand, Einstellungen, Zwischenspeicher, Import, Export, Revisionen und Wiederherstellung.</translation>
    </message>
    <message>
        <source>Storage of the API.</source>
        <translation>Speicher der API.</translation>
    </message>
    <message>
        <source>Stored item</source>
        <translation>Gespeicherter Eintrag</translation>
    </message>
    <message>
        <source>Stored items</source>
        <translation>Gespeicherte Einträge</translation>
    </message>
    <message>
        <source>Strip prefix</source>
        <translation>Präfix entfernen</translation>
    </message>
    <message>
        <source>Subscribe others to APIs, approve, suspend and revoke.</source>
        <translation>Andere für APIs anmelden, freigeben, aussetzen und widerrufen.</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Subscriptions wait until somebody approves.</source>
        <translation>Abonnements warten, bis jemand sie freigibt.</translation>
    </message>
    <message>
        <source>Successes</source>
        <translation>Erfolge</translation>
    </message>
    <message>
        <source>Successful probes that close the breaker.</source>
        <translation>Gelungene Probeaufrufe, die den Schutzschalter schließen.</translation>
    </message>
    <message>
        <source>Sunset</source>
        <translation>Abschaltung</translation>
    </message>
    <message>
        <source>Suspended or blocked, every key of the consumer is refused at once.</source>
        <translation>Ausgesetzt oder gesperrt wird jeder Schlüssel des Konsumenten sofort abgelehnt.</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Take the client&apos;s address from a proxy in front.</source>
        <translation>Die Adresse des Clients von einem vorgeschalteten Proxy übernehmen.</translation>
    </message>
    <message>
        <source>Take the client&apos;s address from the proxy in front. Unset: the global setting.</source>
        <translation>Die Adresse des Clients vom vorgeschalteten Proxy übernehmen. Nicht gesetzt: die globale Einstellung.</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Tell the upstream who called.</source>
        <translation>Dem Upstream sagen, wer aufgerufen hat.</translation>
    </message>
    <message>
        <source>Tells whether it has changed.</source>
        <translation>Zeigt, ob es sich geändert hat.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Tested</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>The .proto text.</source>
        <translation>Der .proto-Text.</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>Texts that it imports, by the names of the files.</source>
        <translation>Texte, die er importiert, nach den Namen der Dateien.</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>Importe</translation>
    </message>
    <message>
        <source>Name under which other texts import it.</source>
        <translation>Name, unter dem andere Texte ihn importieren.</translation>
    </message>
    <message>
        <source>The API offers subscriptions.</source>
        <translation>Die API bietet Abonnements an.</translation>
    </message>
    <message>
        <source>The API the policy applies to.</source>
        <translation>Die API, für die die Richtlinie gilt.</translation>
    </message>
    <message>
        <source>The API to use instead.</source>
        <translation>Die API, die stattdessen zu nutzen ist.</translation>
    </message>
    <message>
        <source>The `iss` claim must be equal to this.</source>
        <translation>Die Angabe `iss` muss dem gleichen.</translation>
    </message>
    <message>
        <source>The account that is charged.</source>
        <translation>Das Konto, das belastet wird.</translation>
    </message>
    <message>
        <source>The document.</source>
        <translation>Das Dokument.</translation>
    </message>
    <message>
        <source>The gateway itself keeps the data.</source>
        <translation>Das Gateway selbst hält die Daten.</translation>
    </message>
    <message>
        <source>The item as callers see it.</source>
        <translation>Der Eintrag, wie Aufrufer ihn sehen.</translation>
    </message>
    <message>
        <source>The next login asks for a new password.</source>
        <translation>Die nächste Anmeldung verlangt ein neues Kennwort.</translation>
    </message>
    <message>
        <source>The one token that is refused.</source>
        <translation>Das eine Token, das abgelehnt wird.</translation>
    </message>
    <message>
        <source>The plan.</source>
        <translation>Der Plan.</translation>
    </message>
    <message>
        <source>The tenant of the API.</source>
        <translation>Der Mandant der API.</translation>
    </message>
    <message>
        <source>The tenant the API belongs to.</source>
        <translation>Der Mandant, zu dem die API gehört.</translation>
    </message>
    <message>
        <source>The tenant the consumer belongs to.</source>
        <translation>Der Mandant, zu dem der Konsument gehört.</translation>
    </message>
    <message>
        <source>The tenant the group belongs to.</source>
        <translation>Der Mandant, zu dem die Gruppe gehört.</translation>
    </message>
    <message>
        <source>The tenant the policy applies to.</source>
        <translation>Der Mandant, für den die Richtlinie gilt.</translation>
    </message>
    <message>
        <source>The user sees this tenant only. Unset: every tenant.</source>
        <translation>Der Benutzer sieht nur diesen Mandanten. Leer: alle.</translation>
    </message>
    <message>
        <source>The value must be one of these.</source>
        <translation>Der Wert muss einer von diesen sein.</translation>
    </message>
    <message>
        <source>The value must be there.</source>
        <translation>Der Wert muss da sein.</translation>
    </message>
    <message>
        <source>These may not call.</source>
        <translation>Diese dürfen nicht aufrufen.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Throttle</source>
        <translation>Drossel</translation>
    </message>
    <message>
        <source>Throttle window</source>
        <translation>Zeitfenster der Drossel</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Tier of the credit group.</source>
        <translation>Stufe der Guthabengruppe.</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Time between two checks of a target.</source>
        <translation>Zeit zwischen zwei Prüfungen eines Ziels.</translation>
    </message>
    <message>
        <source>Time between two dumps.</source>
        <translation>Zeit zwischen zwei Abzügen.</translation>
    </message>
    <message>
        <source>Time in which failures are counted.</source>
        <translation>Zeit, in der Fehler gezählt werden.</translation>
    </message>
    <message>
        <source>Time in which is counted; a month has 30 days.</source>
        <translation>Zeit, in der gezählt wird; ein Monat hat 30 Tage.</translation>
    </message>
    <message>
        <source>Time the promise covers.</source>
        <translation>Zeitraum der Zusage.</translation>
    </message>
    <message>
        <source>Time the signal is taken from.</source>
        <translation>Zeit, aus der gemessen wird.</translation>
    </message>
    <message>
        <source>Time until the first probe.</source>
        <translation>Zeit bis zum ersten Probeaufruf.</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Timestamp</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Timestamp life</source>
        <translation>Gültigkeit des Zeitstempels</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>Token-Adresse</translation>
    </message>
    <message>
        <source>Token id</source>
        <translation>Token-ID</translation>
    </message>
    <message>
        <source>Token rules</source>
        <translation>Token-Regeln</translation>
    </message>
    <message>
        <source>Total timeout</source>
        <translation>Gesamtfrist</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Trust X-Forwarded-For</source>
        <translation>X-Forwarded-For vertrauen</translation>
    </message>
    <message>
        <source>Trusted proxies</source>
        <translation>Vertraute Proxys</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Wiederholen bei</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>URI</source>
        <translation>URI</translation>
    </message>
    <message>
        <source>Unhealthy after</source>
        <translation>Krank nach</translation>
    </message>
    <message>
        <source>Unique among your entries.</source>
        <translation>Eindeutig unter Ihren Einträgen.</translation>
    </message>
    <message>
        <source>Unique in the collection.</source>
        <translation>Eindeutig in der Sammlung.</translation>
    </message>
    <message>
        <source>Unique in the tenant.</source>
        <translation>Eindeutig beim Mandanten.</translation>
    </message>
    <message>
        <source>Unique name.</source>
        <translation>Eindeutiger Name.</translation>
    </message>
    <message>
        <source>Unique name; users and APIs refer to it.</source>
        <translation>Eindeutiger Name; Benutzer und APIs beziehen sich darauf.</translation>
    </message>
    <message>
        <source>Unique name; users refer to it.</source>
        <translation>Eindeutiger Name; Benutzer beziehen sich darauf.</translation>
    </message>
    <message>
        <source>Unique.</source>
        <translation>Eindeutig.</translation>
    </message>
    <message>
        <source>Unique; part of tokens and logs.</source>
        <translation>Eindeutig; steht in Tokens und Protokollen.</translation>
    </message>
    <message>
        <source>Unique; used to log in.</source>
        <translation>Eindeutig; dient der Anmeldung.</translation>
    </message>
    <message>
        <source>Unset: at once.</source>
        <translation>Leer: sofort.</translation>
    </message>
    <message>
        <source>Unset: every API.</source>
        <translation>Leer: jede API.</translation>
    </message>
    <message>
        <source>Unset: every rule.</source>
        <translation>Leer: jede Regel.</translation>
    </message>
    <message>
        <source>Unset: every tenant.</source>
        <translation>Leer: jeder Mandant.</translation>
    </message>
    <message>
        <source>Unset: never.</source>
        <translation>Leer: nie.</translation>
    </message>
    <message>
        <source>Unset: no limit.</source>
        <translation>Leer: keine Grenze.</translation>
    </message>
    <message>
        <source>Unset: system certificates.</source>
        <translation>Leer: die Zertifikate des Systems.</translation>
    </message>
    <message>
        <source>Unset: the gateway&apos;s rules.</source>
        <translation>Leer: die Regeln des Gateways.</translation>
    </message>
    <message>
        <source>Unset: without end.</source>
        <translation>Leer: ohne Ende.</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Until the connection stands. Unset: the gateway&apos;s setting.</source>
        <translation>Bis die Verbindung steht. Leer: die Einstellung des Gateways.</translation>
    </message>
    <message>
        <source>Up to ten values of your own.</source>
        <translation>Bis zu zehn eigene Werte.</translation>
    </message>
    <message>
        <source>Upper bound of the delay.</source>
        <translation>Obergrenze der Pause.</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Upstream decides</source>
        <translation>Upstream entscheidet</translation>
    </message>
    <message>
        <source>Upstream group</source>
        <translation>Upstream-Gruppe</translation>
    </message>
    <message>
        <source>Upstream groups</source>
        <translation>Upstream-Gruppen</translation>
    </message>
    <message>
        <source>Upstream path</source>
        <translation>Upstream-Pfad</translation>
    </message>
    <message>
        <source>Used for callers with this key, in turn.</source>
        <translation>Reihum benutzt für Aufrufer mit diesem Schlüssel.</translation>
    </message>
    <message>
        <source>Used instead of the key while it is set.</source>
        <translation>Gilt statt des Schlüssels, solange er gesetzt ist.</translation>
    </message>
    <message>
        <source>Used instead of the servers of the API.</source>
        <translation>Gelten statt der Server der API.</translation>
    </message>
    <message>
        <source>Used instead of the servers.</source>
        <translation>Gilt statt der Server.</translation>
    </message>
    <message>
        <source>Used instead of those of the plan.</source>
        <translation>Gelten statt denen des Plans.</translation>
    </message>
    <message>
        <source>Used only when no other target is healthy.</source>
        <translation>Nur benutzt, wenn kein anderes Ziel gesund ist.</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>User name for basic authentication.</source>
        <translation>Benutzername für die einfache Anmeldung.</translation>
    </message>
    <message>
        <source>User name, or id of the consumer.</source>
        <translation>Benutzername oder ID des Konsumenten.</translation>
    </message>
    <message>
        <source>User of the token. Empty: only a timestamp.</source>
        <translation>Benutzer des Tokens. Leer: nur ein Zeitstempel.</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Users of the role may use the console.</source>
        <translation>Benutzer mit der Rolle dürfen die Konsole benutzen.</translation>
    </message>
    <message>
        <source>Valid for this one. Unset: for all of the owner&apos;s.</source>
        <translation>Gilt für dieses. Leer: für alle des Besitzers.</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Value of the client-key header. Unset: made by the gateway.</source>
        <translation>Wert der Kopfzeile client-key. Leer: vergibt das Gateway.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Values of the type.</source>
        <translation>Werte des Typs.</translation>
    </message>
    <message>
        <source>Values of your own.</source>
        <translation>Eigene Werte.</translation>
    </message>
    <message>
        <source>Vary by</source>
        <translation>Unterscheiden nach</translation>
    </message>
    <message>
        <source>Vault</source>
        <translation>Tresor</translation>
    </message>
    <message>
        <source>Vault entries</source>
        <translation>Tresoreinträge</translation>
    </message>
    <message>
        <source>Vault entry</source>
        <translation>Tresoreintrag</translation>
    </message>
    <message>
        <source>Verify certificate</source>
        <translation>Zertifikat prüfen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Version of the API.</source>
        <translation>Version der API.</translation>
    </message>
    <message>
        <source>View analytics</source>
        <translation>Auswertungen sehen</translation>
    </message>
    <message>
        <source>View audit</source>
        <translation>Prüfpfad sehen</translation>
    </message>
    <message>
        <source>View logs</source>
        <translation>Protokolle sehen</translation>
    </message>
    <message>
        <source>WS-Security</source>
        <translation>WS-Security</translation>
    </message>
    <message>
        <source>WSDL address</source>
        <translation>WSDL-Adresse</translation>
    </message>
    <message>
        <source>Web origins that may call. Unset: all.</source>
        <translation>Web-Ursprünge, die aufrufen dürfen. Leer: alle.</translation>
    </message>
    <message>
        <source>Web pages may send cookies.</source>
        <translation>Webseiten dürfen Cookies senden.</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What has its own counter.</source>
        <translation>Was einen eigenen Zähler hat.</translation>
    </message>
    <message>
        <source>What is measured.</source>
        <translation>Was gemessen wird.</translation>
    </message>
    <message>
        <source>What is tried again. Unset: the gateway&apos;s rules.</source>
        <translation>Was erneut versucht wird. Leer: die Regeln des Gateways.</translation>
    </message>
    <message>
        <source>What it is for.</source>
        <translation>Wofür es da ist.</translation>
    </message>
    <message>
        <source>What the API is for.</source>
        <translation>Wofür die API da ist.</translation>
    </message>
    <message>
        <source>What the consumer does.</source>
        <translation>Was der Konsument tut.</translation>
    </message>
    <message>
        <source>What the gateway shows to the upstream.</source>
        <translation>Womit sich das Gateway beim Upstream ausweist.</translation>
    </message>
    <message>
        <source>What the group offers.</source>
        <translation>Was die Gruppe anbietet.</translation>
    </message>
    <message>
        <source>What the policy does.</source>
        <translation>Was die Richtlinie tut.</translation>
    </message>
    <message>
        <source>What the secret is for.</source>
        <translation>Wofür das Geheimnis da ist.</translation>
    </message>
    <message>
        <source>What the tenant is for.</source>
        <translation>Wofür der Mandant da ist.</translation>
    </message>
    <message>
        <source>What to do when it fires.</source>
        <translation>Was zu tun ist, wenn er auslöst.</translation>
    </message>
    <message>
        <source>When a call was made with it.</source>
        <translation>Wann damit aufgerufen wurde.</translation>
    </message>
    <message>
        <source>When a test was delivered last.</source>
        <translation>Wann zuletzt eine Probe zugestellt wurde.</translation>
    </message>
    <message>
        <source>When it was approved.</source>
        <translation>Wann es freigegeben wurde.</translation>
    </message>
    <message>
        <source>When it was assigned.</source>
        <translation>Wann zugewiesen wurde.</translation>
    </message>
    <message>
        <source>When it was changed last.</source>
        <translation>Wann es zuletzt geändert wurde.</translation>
    </message>
    <message>
        <source>When it was fetched.</source>
        <translation>Wann es geholt wurde.</translation>
    </message>
    <message>
        <source>When it was made.</source>
        <translation>Wann es angelegt wurde.</translation>
    </message>
    <message>
        <source>When the key was changed.</source>
        <translation>Wann der Schlüssel gewechselt wurde.</translation>
    </message>
    <message>
        <source>When the upstream is left alone. Unset: the gateway&apos;s rules.</source>
        <translation>Wann der Upstream in Ruhe gelassen wird. Leer: die Regeln des Gateways.</translation>
    </message>
    <message>
        <source>When the user logged in last.</source>
        <translation>Wann sich der Benutzer zuletzt angemeldet hat.</translation>
    </message>
    <message>
        <source>Where an OAuth 2 token is fetched.</source>
        <translation>Wo ein OAuth-2-Token geholt wird.</translation>
    </message>
    <message>
        <source>Where calls are sent.</source>
        <translation>Wohin Aufrufe gehen.</translation>
    </message>
    <message>
        <source>Where it came from.</source>
        <translation>Woher es kam.</translation>
    </message>
    <message>
        <source>Where round robin begins.</source>
        <translation>Wo die Reihe beginnt.</translation>
    </message>
    <message>
        <source>Where the consumer works.</source>
        <translation>Wo der Konsument arbeitet.</translation>
    </message>
    <message>
        <source>Where the key is used.</source>
        <translation>Wo der Schlüssel benutzt wird.</translation>
    </message>
    <message>
        <source>Where the upstream serves its OpenAPI document.</source>
        <translation>Wo der Upstream sein OpenAPI-Dokument ausliefert.</translation>
    </message>
    <message>
        <source>Who approved it.</source>
        <translation>Wer es freigegeben hat.</translation>
    </message>
    <message>
        <source>Who assigned it.</source>
        <translation>Wer zugewiesen hat.</translation>
    </message>
    <message>
        <source>Who belongs to it.</source>
        <translation>Wer dazugehört.</translation>
    </message>
    <message>
        <source>Who gets the plan.</source>
        <translation>Wer den Plan bekommt.</translation>
    </message>
    <message>
        <source>Who is routed here.</source>
        <translation>Wer hierhin geleitet wird.</translation>
    </message>
    <message>
        <source>Who is told. Empty: every channel.</source>
        <translation>Wer es erfährt. Leer: jeder Kanal.</translation>
    </message>
    <message>
        <source>Who made it.</source>
        <translation>Wer es angelegt hat.</translation>
    </message>
    <message>
        <source>Who should have it.</source>
        <translation>Wer sie haben soll.</translation>
    </message>
    <message>
        <source>Whole call with all attempts. Unset: no bound.</source>
        <translation>Ganzer Aufruf mit allen Versuchen. Leer: keine Grenze.</translation>
    </message>
    <message>
        <source>Whole call. Unset: that of the API.</source>
        <translation>Ganzer Aufruf. Leer: die Frist der API.</translation>
    </message>
    <message>
        <source>Whom it is for.</source>
        <translation>Für wen er ist.</translation>
    </message>
    <message>
        <source>Whom to ask and to tell.</source>
        <translation>Wen man fragt und benachrichtigt.</translation>
    </message>
    <message>
        <source>Whose credits these are.</source>
        <translation>Wessen Guthaben das ist.</translation>
    </message>
    <message>
        <source>Whose tokens are refused.</source>
        <translation>Wessen Tokens abgelehnt werden.</translation>
    </message>
    <message>
        <source>Why it is deprecated.</source>
        <translation>Warum sie veraltet ist.</translation>
    </message>
    <message>
        <source>Why it is in this state.</source>
        <translation>Warum es in diesem Zustand ist.</translation>
    </message>
    <message>
        <source>Why the last test failed.</source>
        <translation>Warum die letzte Probe fehlschlug.</translation>
    </message>
    <message>
        <source>Why the rule exists.</source>
        <translation>Warum es die Regel gibt.</translation>
    </message>
    <message>
        <source>Why.</source>
        <translation>Warum.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Zeitfenster</translation>
    </message>
    <message>
        <source>With fewer requests the signal is not judged.</source>
        <translation>Bei weniger Anfragen wird nicht geurteilt.</translation>
    </message>
    <message>
        <source>Words to group by.</source>
        <translation>Wörter zum Gruppieren.</translation>
    </message>
    <message>
        <source>Wrap answers</source>
        <translation>Antworten einpacken</translation>
    </message>
    <message>
        <source>Write an encrypted dump at regular times.</source>
        <translation>Regelmäßig einen verschlüsselten Abzug schreiben.</translation>
    </message>
    <message>
        <source>Write timeout</source>
        <translation>Schreibfrist</translation>
    </message>
    <message>
        <source>X-Forwarded-*</source>
        <translation>X-Forwarded-*</translation>
    </message>
    <message>
        <source>Yearly price</source>
        <translation>Preis im Jahr</translation>
    </message>
    <message>
        <source>Your own name for the consumer; unique in the tenant.</source>
        <translation>Ihr eigener Name für den Konsumenten; eindeutig beim Mandanten.</translation>
    </message>
    <message>
        <source>`alert`, `*`, or names such as subscription.created.</source>
        <translation>`alert`, `*` oder Namen wie subscription.created.</translation>
    </message>
    <message>
        <source>`allow_list`: only the allowed headers pass. `all`: all but credentials pass.</source>
        <translation>Nur Liste: nur die erlaubten Kopfzeilen passieren. Alle: alle außer Nachweisen passieren.</translation>
    </message>
    <message>
        <source>`whitelist`: only the listed addresses may call.</source>
        <translation>Nur Liste: nur die genannten Adressen dürfen aufrufen.</translation>
    </message>
    <message>
        <source>a header name</source>
        <translation>ein Name einer Kopfzeile</translation>
    </message>
    <message>
        <source>a host name</source>
        <translation>ein Hostname</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a list of objects</source>
        <translation>eine Liste von Objekten</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a path that starts with &apos;/&apos; and has no blanks, &apos;?&apos; or &apos;#&apos;</source>
        <translation>ein Pfad, der mit &apos;/&apos; beginnt, ohne Leerzeichen, &apos;?&apos; oder &apos;#&apos;</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a time such as 2026-01-31T12:00:00Z</source>
        <translation>eine Zeit wie 2026-01-31T12:00:00Z</translation>
    </message>
    <message>
        <source>a valid regular expression</source>
        <translation>ein gültiger regulärer Ausdruck</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>above</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>all</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>allow_all</source>
        <translation>Alle erlauben</translation>
    </message>
    <message>
        <source>allow_list</source>
        <translation>Nur Liste</translation>
    </message>
    <message>
        <source>an HTTP method in upper case</source>
        <translation>eine HTTP-Methode in Großbuchstaben</translation>
    </message>
    <message>
        <source>an IP address or a range such as 10.0.0.0/8</source>
        <translation>eine IP-Adresse oder ein Bereich wie 10.0.0.0/8</translation>
    </message>
    <message>
        <source>an e-mail address</source>
        <translation>eine E-Mail-Adresse</translation>
    </message>
    <message>
        <source>an http, https, ws, wss, grpc or grpcs address, or host:port</source>
        <translation>eine http-, https-, ws-, wss-, grpc- oder grpcs-Adresse oder Host:Port</translation>
    </message>
    <message>
        <source>an http:// or https:// address</source>
        <translation>eine http://- oder https://-Adresse</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>an object of objects</source>
        <translation>ein Objekt aus Objekten</translation>
    </message>
    <message>
        <source>any</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>api</source>
        <translation>API</translation>
    </message>
    <message>
        <source>api_key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>auth_failures</source>
        <translation>Fehlgeschlagene Anmeldungen</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>Selbst wählen</translation>
    </message>
    <message>
        <source>availability</source>
        <translation>Verfügbarkeit</translation>
    </message>
    <message>
        <source>basic</source>
        <translation>Einfache Anmeldung</translation>
    </message>
    <message>
        <source>bearer</source>
        <translation>Bearer-Token</translation>
    </message>
    <message>
        <source>below</source>
        <translation>Unter</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>breaker_open</source>
        <translation>Schutzschalter offen</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>caching</source>
        <translation>Zwischenspeichern</translation>
    </message>
    <message>
        <source>cannot be changed</source>
        <translation>kann nicht geändert werden</translation>
    </message>
    <message>
        <source>cannot be cleared</source>
        <translation>kann nicht geleert werden</translation>
    </message>
    <message>
        <source>cannot be combined with requests_per_minute</source>
        <translation>verträgt sich nicht mit requests_per_minute</translation>
    </message>
    <message>
        <source>certificate and key are needed together</source>
        <translation>Zertifikat und Schlüssel werden zusammen gebraucht</translation>
    </message>
    <message>
        <source>certificate_expiry</source>
        <translation>Ablauf eines Zertifikats</translation>
    </message>
    <message>
        <source>client_secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>consistent_hash</source>
        <translation>Fester Verteilschlüssel</translation>
    </message>
    <message>
        <source>consumer</source>
        <translation>Konsument</translation>
    </message>
    <message>
        <source>cors</source>
        <translation>CORS</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>deprecated</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>desktop</source>
        <translation>Arbeitsplatz</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>email, url, date, datetime or uuid.</source>
        <translation>email, url, date, datetime oder uuid.</translation>
    </message>
    <message>
        <source>enterprise</source>
        <translation>Unternehmen</translation>
    </message>
    <message>
        <source>error_rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>free</source>
        <translation>Kostenlos</translation>
    </message>
    <message>
        <source>gRPC methods</source>
        <translation>gRPC-Methoden</translation>
    </message>
    <message>
        <source>gRPC package</source>
        <translation>gRPC-Paket</translation>
    </message>
    <message>
        <source>gRPC packages</source>
        <translation>gRPC-Pakete</translation>
    </message>
    <message>
        <source>gRPC reflection</source>
        <translation>gRPC-Reflexion</translation>
    </message>
    <message>
        <source>gRPC services</source>
        <translation>gRPC-Dienste</translation>
    </message>
    <message>
        <source>gRPC-Web</source>
        <translation>gRPC-Web</translation>
    </message>
    <message>
        <source>gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>gateway_down</source>
        <translation>Gateway antwortet nicht</translation>
    </message>
    <message>
        <source>give a secret or a vault entry</source>
        <translation>ein Geheimnis oder einen Tresoreintrag angeben</translation>
    </message>
    <message>
        <source>give an API or a tenant</source>
        <translation>eine API oder einen Mandanten angeben</translation>
    </message>
    <message>
        <source>global</source>
        <translation>Ganzes Gateway</translation>
    </message>
    <message>
        <source>graphql</source>
        <translation>GraphQL</translation>
    </message>
    <message>
        <source>hmac</source>
        <translation>HMAC</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>ip_filter</source>
        <translation>Adressfilter</translation>
    </message>
    <message>
        <source>is required</source>
        <translation>wird gebraucht</translation>
    </message>
    <message>
        <source>is required for oauth2</source>
        <translation>wird für oauth2 gebraucht</translation>
    </message>
    <message>
        <source>is required for one token</source>
        <translation>wird für ein einzelnes Token gebraucht</translation>
    </message>
    <message>
        <source>is required for slo_burn</source>
        <translation>wird für slo_burn gebraucht</translation>
    </message>
    <message>
        <source>is required unless another limit is given</source>
        <translation>wird gebraucht, wenn keine andere Grenze angegeben ist</translation>
    </message>
    <message>
        <source>jti</source>
        <translation>Ein Token</translation>
    </message>
    <message>
        <source>jwt</source>
        <translation>Token (JWT)</translation>
    </message>
    <message>
        <source>jwt_validation</source>
        <translation>Token-Prüfung</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>least_connections</source>
        <translation>Wenigste Verbindungen</translation>
    </message>
    <message>
        <source>letters, digits, &apos;-&apos;, &apos;.&apos;, &apos;_&apos; and &apos;~&apos; only</source>
        <translation>nur aus Buchstaben, Ziffern, &apos;-&apos;, &apos;.&apos;, &apos;_&apos; und &apos;~&apos;</translation>
    </message>
    <message>
        <source>logging</source>
        <translation>Protokollieren</translation>
    </message>
    <message>
        <source>lower-case letters, digits and hyphens</source>
        <translation>aus Kleinbuchstaben, Ziffern und Bindestrichen</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>mtls</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>must be a text of one line</source>
        <translation>muss ein einzeiliger Text sein</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>muss ein Objekt sein</translation>
    </message>
    <message>
        <source>must be later than effective_from</source>
        <translation>muss nach effective_from liegen</translation>
    </message>
    <message>
        <source>must be later than starts_at</source>
        <translation>muss nach starts_at liegen</translation>
    </message>
    <message>
        <source>must not be greater than max</source>
        <translation>darf nicht größer als max sein</translation>
    </message>
    <message>
        <source>must not be greater than status_to</source>
        <translation>darf nicht größer als status_to sein</translation>
    </message>
    <message>
        <source>must not be null</source>
        <translation>darf nicht leer sein</translation>
    </message>
    <message>
        <source>name/version of the API.</source>
        <translation>Name/Version der API.</translation>
    </message>
    <message>
        <source>name/version. Unset: the whole gateway.</source>
        <translation>Name/Version. Leer: das ganze Gateway.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>openapi</source>
        <translation>OpenAPI</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>per_api</source>
        <translation>Je API</translation>
    </message>
    <message>
        <source>per_endpoint</source>
        <translation>Je Endpunkt</translation>
    </message>
    <message>
        <source>per_ip</source>
        <translation>Je Adresse</translation>
    </message>
    <message>
        <source>per_user</source>
        <translation>Je Benutzer</translation>
    </message>
    <message>
        <source>per_user_api</source>
        <translation>Je Benutzer und API</translation>
    </message>
    <message>
        <source>per_user_endpoint</source>
        <translation>Je Benutzer und Endpunkt</translation>
    </message>
    <message>
        <source>platform</source>
        <translation>Plattform</translation>
    </message>
    <message>
        <source>pro</source>
        <translation>Pro</translation>
    </message>
    <message>
        <source>published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>quota_used</source>
        <translation>Kontingent verbraucht</translation>
    </message>
    <message>
        <source>random</source>
        <translation>Zufällig</translation>
    </message>
    <message>
        <source>rate_limit</source>
        <translation>Ratengrenze</translation>
    </message>
    <message>
        <source>rate_limit_share</source>
        <translation>Anteil der Ratengrenze</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>Eingetragene</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>request_rate</source>
        <translation>Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>Zurückgesetzt</translation>
    </message>
    <message>
        <source>revoke_all</source>
        <translation>Alle Tokens</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>round_robin</source>
        <translation>Reihum</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>second</source>
        <translation>Sekunde</translation>
    </message>
    <message>
        <source>second, minute and so on.</source>
        <translation>second, minute und so weiter.</translation>
    </message>
    <message>
        <source>second, minute, hour, day, week or month.</source>
        <translation>second, minute, hour, day, week oder month.</translation>
    </message>
    <message>
        <source>second, minute, hour, day, week, month or year.</source>
        <translation>second, minute, hour, day, week, month oder year.</translation>
    </message>
    <message>
        <source>slack</source>
        <translation>Slack</translation>
    </message>
    <message>
        <source>slo_burn</source>
        <translation>Zielbudget</translation>
    </message>
    <message>
        <source>string, number, boolean, array or object.</source>
        <translation>string, number, boolean, array oder object.</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>Frist überschritten</translation>
    </message>
    <message>
        <source>transform</source>
        <translation>Umformen</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>wahr oder falsch</translation>
    </message>
    <message>
        <source>upstream_down</source>
        <translation>Upstream antwortet nicht</translation>
    </message>
    <message>
        <source>user</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>user/key of a vault entry that holds the secret.</source>
        <translation>Benutzer/Schlüssel eines Tresoreintrags mit dem Geheimnis.</translation>
    </message>
    <message>
        <source>username</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>weighted</source>
        <translation>Gewichtet</translation>
    </message>
    <message>
        <source>whitelist</source>
        <translation>Nur Liste</translation>
    </message>
    <message>
        <source>wsdl</source>
        <translation>WSDL</translation>
    </message>
    <message>
        <source>A client that sends faster is read no faster. Unset: the gateway&apos;s limit; 0: no limit.</source>
        <translation>Von einem Client, der schneller sendet, wird nicht schneller gelesen. Leer: die Grenze des Gateways; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>A client&apos;s larger message closes with 1009. Unset: the gateway&apos;s limit; 0: no limit.</source>
        <translation>Eine größere Nachricht eines Clients schließt mit 1009. Leer: die Grenze des Gateways; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Client speed</source>
        <translation>Tempo des Clients</translation>
    </message>
    <message>
        <source>Clients may open WebSockets. Off: their handshakes get 403.</source>
        <translation>Clients dürfen WebSockets öffnen. Aus: ihr Aufbau erhält 403.</translation>
    </message>
    <message>
        <source>Event stream idle timeout</source>
        <translation>Ruhefrist des Ereignisstroms</translation>
    </message>
    <message>
        <source>Largest message</source>
        <translation>Größte Nachricht</translation>
    </message>
    <message>
        <source>Longest silence of an event stream (SSE). Unset: the gateway&apos;s; 0: no bound.</source>
        <translation>Längstes Schweigen eines Ereignisstroms (SSE). Leer: die Frist des Gateways; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Message limit</source>
        <translation>Nachrichtengrenze</translation>
    </message>
    <message>
        <source>Messages of a client per window (10 s); more are dropped. Unset: the gateway&apos;s limit; 0: no limit.</source>
        <translation>Nachrichten eines Clients je Zeitfenster (10 s); weitere fallen weg. Leer: die Grenze des Gateways; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>WebSocket and event streams</source>
        <translation>WebSocket und Ereignisströme</translation>
    </message>
    <message>
        <source>WebSocket idle timeout</source>
        <translation>WebSocket-Ruhefrist</translation>
    </message>
    <message>
        <source>Without a message for so long, a WebSocket is closed. Unset: the gateway&apos;s; 0: never.</source>
        <translation>So lange ohne Nachricht wird ein WebSocket geschlossen. Leer: die Frist des Gateways; 0: nie.</translation>
    </message>
    <message>
        <source>bytes/s</source>
        <translation>Bytes/s</translation>
    </message>
    <message>
        <source>must be an absolute path of a file on the gateway&apos;s machine</source>
        <translation>muss ein absoluter Pfad einer Datei auf dem Rechner des Gateways sein</translation>
    </message>
    <message>
        <source>Always allowed</source>
        <translation>Immer erlaubt</translation>
    </message>
    <message>
        <source>Bound of the doubling.</source>
        <translation>Grenze des Verdoppelns.</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Calls of one session go to one target.</source>
        <translation>Aufrufe einer Sitzung gehen zu einem Ziel.</translation>
    </message>
    <message>
        <source>Count 502, 503, 504</source>
        <translation>502, 503, 504 zählen</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>Domain of the cookie. Empty: the host called.</source>
        <translation>Domäne des Cookies. Leer: der aufgerufene Host.</translation>
    </message>
    <message>
        <source>Ejection</source>
        <translation>Ausschluss</translation>
    </message>
    <message>
        <source>Extra attempts for APIs that name no number of their own.</source>
        <translation>Zusätzliche Versuche für APIs, die selbst keine Zahl nennen.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Host asked for. Empty: the target&apos;s.</source>
        <translation>Verlangter Host. Leer: der des Ziels.</translation>
    </message>
    <message>
        <source>How a target is chosen. Weights count in all of them.</source>
        <translation>Wie ein Ziel gewählt wird. Gewichte zählen bei allen Verfahren.</translation>
    </message>
    <message>
        <source>How calls are spread over the servers, and their health. Unset: in turn, nothing else.</source>
        <translation>Wie Aufrufe auf die Server verteilt werden, und deren Gesundheit. Nicht gesetzt: reihum, sonst nichts.</translation>
    </message>
    <message>
        <source>HttpOnly</source>
        <translation>HttpOnly</translation>
    </message>
    <message>
        <source>Kept open per target.</source>
        <translation>Bleiben je Ziel offen.</translation>
    </message>
    <message>
        <source>Life</source>
        <translation>Lebensdauer</translation>
    </message>
    <message>
        <source>Life of the cookie; 0: until the browser closes.</source>
        <translation>Lebensdauer des Cookies; 0: bis der Browser geschlossen wird.</translation>
    </message>
    <message>
        <source>Load balancing</source>
        <translation>Lastverteilung</translation>
    </message>
    <message>
        <source>Most per target; more calls wait. 0: the gateway&apos;s setting.</source>
        <translation>Höchstzahl je Ziel; weitere Aufrufe warten. 0: die Einstellung des Gateways.</translation>
    </message>
    <message>
        <source>Name of the header or cookie.</source>
        <translation>Name der Kopfzeile oder des Cookies.</translation>
    </message>
    <message>
        <source>Of the request that asks.</source>
        <translation>Der Anfrage, die prüft.</translation>
    </message>
    <message>
        <source>Out at most</source>
        <translation>Höchstens ausgeschlossen</translation>
    </message>
    <message>
        <source>Out for</source>
        <translation>Ausgeschlossen für</translation>
    </message>
    <message>
        <source>Out for at most</source>
        <translation>Ausgeschlossen höchstens für</translation>
    </message>
    <message>
        <source>PROXY protocol</source>
        <translation>PROXY-Protokoll</translation>
    </message>
    <message>
        <source>Panic mode</source>
        <translation>Notbetrieb</translation>
    </message>
    <message>
        <source>Path of the cookie.</source>
        <translation>Pfad des Cookies.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Port that answers checks; 0: the target&apos;s.</source>
        <translation>Port, der auf Prüfungen antwortet; 0: der des Ziels.</translation>
    </message>
    <message>
        <source>SameSite</source>
        <translation>SameSite</translation>
    </message>
    <message>
        <source>Scripts of pages cannot read it.</source>
        <translation>Skripte von Seiten können es nicht lesen.</translation>
    </message>
    <message>
        <source>Secure</source>
        <translation>Secure</translation>
    </message>
    <message>
        <source>Server -&gt; weight, drain, backup; for those that differ from the rest.</source>
        <translation>Server -&gt; Gewicht, Leeren, Reserve; für die, die von den übrigen abweichen.</translation>
    </message>
    <message>
        <source>Server options</source>
        <translation>Optionen der Server</translation>
    </message>
    <message>
        <source>Share of the targets that may be out at the same time.</source>
        <translation>Anteil der Ziele, die zugleich ausgeschlossen sein dürfen.</translation>
    </message>
    <message>
        <source>Slow start</source>
        <translation>Langsamer Anlauf</translation>
    </message>
    <message>
        <source>So many in a row take a target out.</source>
        <translation>So viele hintereinander schließen ein Ziel aus.</translation>
    </message>
    <message>
        <source>So many retries each second are allowed whatever their share.</source>
        <translation>So viele Wiederholungen je Sekunde sind erlaubt, gleich welchen Anteil sie haben.</translation>
    </message>
    <message>
        <source>Sticky sessions</source>
        <translation>Sitzungsbindung</translation>
    </message>
    <message>
        <source>Tell targets the caller&apos;s address before the first byte of a connection.</source>
        <translation>Nennt Zielen die Adresse des Aufrufers vor dem ersten Byte einer Verbindung.</translation>
    </message>
    <message>
        <source>The first time; doubles each further time.</source>
        <translation>Beim ersten Mal; verdoppelt sich jedes weitere Mal.</translation>
    </message>
    <message>
        <source>These answers are failures, too.</source>
        <translation>Auch diese Antworten sind Fehler.</translation>
    </message>
    <message>
        <source>Time in which a target that is back or new comes to its full share; 0: at once.</source>
        <translation>Zeit, in der ein neues oder zurückgekehrtes Ziel zu seinem vollen Anteil kommt; 0: sofort.</translation>
    </message>
    <message>
        <source>Used only when no other server can be.</source>
        <translation>Nur benutzt, wenn kein anderer Server benutzt werden kann.</translation>
    </message>
    <message>
        <source>Version spoken to the upstream. `auto` is HTTP/2 where an https:// server offers it, else HTTP/1.1; `http2` is HTTP/2 alone, to http:// servers without asking (h2c), as gRPC ones expect it.</source>
        <translation>Version, die mit dem Upstream gesprochen wird. `auto` ist HTTP/2, wo ein https://-Server es anbietet, sonst HTTP/1.1; `http2` ist nur HTTP/2, bei http://-Servern ohne zu fragen (h2c), wie gRPC-Server es erwarten.</translation>
    </message>
    <message>
        <source>What is asked for, from the root of the target.</source>
        <translation>Was verlangt wird, von der Wurzel des Ziels an.</translation>
    </message>
    <message>
        <source>What is tried again, at another target if any.</source>
        <translation>Was erneut versucht wird, wenn möglich an einem anderen Ziel.</translation>
    </message>
    <message>
        <source>What keeps a caller on one target, for consistent_hash. Callers without it count by address.</source>
        <translation>Was einen Aufrufer bei einem Ziel hält, für consistent_hash. Aufrufer ohne dies zählen nach ihrer Adresse.</translation>
    </message>
    <message>
        <source>When failures of real calls take a target out. Unset: the defaults.</source>
        <translation>Wann Fehler echter Aufrufe ein Ziel ausschließen. Nicht gesetzt: die Vorgaben.</translation>
    </message>
    <message>
        <source>Whether other sites&apos; pages send it.</source>
        <translation>Ob Seiten anderer Sites es senden.</translation>
    </message>
    <message>
        <source>With no usable target, try all that are not drained instead of answering 503.</source>
        <translation>Ohne brauchbares Ziel alle versuchen, die nicht geleert werden, statt mit 503 zu antworten.</translation>
    </message>
    <message>
        <source>`auto`: when the client came over https.</source>
        <translation>`auto`: wenn der Client über https kam.</translation>
    </message>
    <message>
        <source>`header`: calls with the same value go together. `cookie`: the gateway sets one.</source>
        <translation>`header`: Aufrufe mit demselben Wert gehen zusammen. `cookie`: Das Gateway setzt eines.</translation>
    </message>
    <message>
        <source>`tcp`: a connection is answer enough.</source>
        <translation>`tcp`: Eine Verbindung ist Antwort genug.</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>belongs to the upstream group while api_upstream_id is set</source>
        <translation>gehört zur Upstream-Gruppe, solange api_upstream_id gesetzt ist</translation>
    </message>
    <message>
        <source>browsers refuse same_site none without Secure</source>
        <translation>Browser weisen same_site none ohne Secure zurück</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>http</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>lax</source>
        <translation>Lax</translation>
    </message>
    <message>
        <source>must be a list of names of fields</source>
        <translation>muss eine Liste von Feldnamen sein</translation>
    </message>
    <message>
        <source>must not be greater than interval_seconds</source>
        <translation>darf nicht größer als interval_seconds sein</translation>
    </message>
    <message>
        <source>must not be greater than max_delay_ms</source>
        <translation>darf nicht größer als max_delay_ms sein</translation>
    </message>
    <message>
        <source>must not be greater than max_eject_seconds</source>
        <translation>darf nicht größer als max_eject_seconds sein</translation>
    </message>
    <message>
        <source>needs health.passive</source>
        <translation>braucht health.passive</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>strict</source>
        <translation>Strict</translation>
    </message>
    <message>
        <source>tcp</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>1: every call. Errors are always logged.</source>
        <translation>1: jeder Aufruf. Fehler werden immer protokolliert.</translation>
    </message>
    <message>
        <source>Add what the upstream answered.</source>
        <translation>Hinzufügen, was der Upstream geantwortet hat.</translation>
    </message>
    <message>
        <source>Answer body</source>
        <translation>Antwortinhalt</translation>
    </message>
    <message>
        <source>Answer headers</source>
        <translation>Kopfzeilen der Antwort</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Changes before answering.</source>
        <translation>Änderungen vor dem Antworten.</translation>
    </message>
    <message>
        <source>Changes before forwarding.</source>
        <translation>Änderungen vor dem Weiterleiten.</translation>
    </message>
    <message>
        <source>Counted per</source>
        <translation>Gezählt pro</translation>
    </message>
    <message>
        <source>Headers that are dropped.</source>
        <translation>Kopfzeilen, die wegfallen.</translation>
    </message>
    <message>
        <source>Headers web pages may send. Empty: those asked for.</source>
        <translation>Kopfzeilen, die Webseiten senden dürfen. Leer: die erfragten.</translation>
    </message>
    <message>
        <source>How long the old key works beside the new one. 0: it ends at once.</source>
        <translation>Wie lange der alte Schlüssel neben dem neuen gilt. 0: Er endet sofort.</translation>
    </message>
    <message>
        <source>Id or short name; an empty text takes it away.</source>
        <translation>Kennung oder Kurzname; leer nimmt ihn weg.</translation>
    </message>
    <message>
        <source>Instead of the minute.</source>
        <translation>Statt der Minute.</translation>
    </message>
    <message>
        <source>Limits of this subscription; id or short name.</source>
        <translation>Grenzen dieses Abonnements; Kennung oder Kurzname.</translation>
    </message>
    <message>
        <source>May use \1, \2 and so on.</source>
        <translation>Darf \1, \2 und so weiter benutzen.</translation>
    </message>
    <message>
        <source>Methods for web pages. Empty: all usual ones.</source>
        <translation>Methoden für Webseiten. Leer: alle üblichen.</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name -&gt; value; an existing header is replaced.</source>
        <translation>Name -&gt; Wert; eine vorhandene Kopfzeile wird ersetzt.</translation>
    </message>
    <message>
        <source>Old name -&gt; new name.</source>
        <translation>Alter Name -&gt; neuer Name.</translation>
    </message>
    <message>
        <source>Path becomes</source>
        <translation>Pfad wird zu</translation>
    </message>
    <message>
        <source>Path pattern</source>
        <translation>Pfadmuster</translation>
    </message>
    <message>
        <source>Quota until midnight UTC.</source>
        <translation>Kontingent bis Mitternacht UTC.</translation>
    </message>
    <message>
        <source>Quota until the month ends.</source>
        <translation>Kontingent bis zum Monatsende.</translation>
    </message>
    <message>
        <source>Refilled evenly over the minute.</source>
        <translation>Gleichmäßig über die Minute aufgefüllt.</translation>
    </message>
    <message>
        <source>Regular expression on the forwarded path.</source>
        <translation>Regulärer Ausdruck auf dem weitergeleiteten Pfad.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Request body</source>
        <translation>Anfrageinhalt</translation>
    </message>
    <message>
        <source>Request headers</source>
        <translation>Kopfzeilen der Anfrage</translation>
    </message>
    <message>
        <source>Requests that may come at once. Unset: a tenth of the minute&apos;s.</source>
        <translation>Anfragen, die auf einmal kommen dürfen. Leer: ein Zehntel derer pro Minute.</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>The secret; it is never shown again.</source>
        <translation>Das Geheimnis; es wird nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>The tenant of both.</source>
        <translation>Der Mandant von beiden.</translation>
    </message>
    <message>
        <source>Unique; lower-case letters, digits, hyphens.</source>
        <translation>Eindeutig; Kleinbuchstaben, Ziffern, Bindestriche.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Web origins that may call.</source>
        <translation>Web-Ursprünge, die aufrufen dürfen.</translation>
    </message>
    <message>
        <source>What will be called.</source>
        <translation>Was aufgerufen wird.</translation>
    </message>
    <message>
        <source>Who will call.</source>
        <translation>Wer aufrufen wird.</translation>
    </message>
    <message>
        <source>Write an access line for each call.</source>
        <translation>Für jeden Aufruf eine Zugriffszeile schreiben.</translation>
    </message>
    <message>
        <source>active or suspended.</source>
        <translation>active oder suspended.</translation>
    </message>
    <message>
        <source>allow</source>
        <translation>erlauben</translation>
    </message>
    <message>
        <source>deny</source>
        <translation>abweisen</translation>
    </message>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>ip</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>wrap, remove, rename and set on JSON paths.</source>
        <translation>wrap, remove, rename und set auf JSON-Pfaden.</translation>
    </message>
    <message>
        <source>A token with an unknown key id fetches the key set again, but not more often than this.</source>
        <translation>Ein Token mit unbekannter Schlüsselkennung holt den Schlüsselsatz neu, aber nicht öfter als so.</translation>
    </message>
    <message>
        <source>All of these must be in `scope` or `scp`.</source>
        <translation>Alle müssen in `scope` oder `scp` stehen.</translation>
    </message>
    <message>
        <source>Claim -&gt; header that tells it to the upstream.</source>
        <translation>Angabe -&gt; Kopfzeile, die sie dem Upstream nennt.</translation>
    </message>
    <message>
        <source>Claims for the upstream</source>
        <translation>Angaben für den Upstream</translation>
    </message>
    <message>
        <source>Fetch keys every</source>
        <translation>Schlüssel holen alle</translation>
    </message>
    <message>
        <source>For HS256, HS384 and HS512; at least as long as the digest.</source>
        <translation>Für HS256, HS384 und HS512; mindestens so lang wie der Hash.</translation>
    </message>
    <message>
        <source>Header that carries the token.</source>
        <translation>Kopfzeile, in der das Token steht.</translation>
    </message>
    <message>
        <source>Headers that every client must sign.</source>
        <translation>Kopfzeilen, die jeder Client signieren muss.</translation>
    </message>
    <message>
        <source>How far the client&apos;s clock may be off. A nonce is remembered for twice that time.</source>
        <translation>Wie weit die Uhr des Clients abweichen darf. Eine Nonce wird doppelt so lange gemerkt.</translation>
    </message>
    <message>
        <source>How often the key set is fetched again.</source>
        <translation>Wie oft der Schlüsselsatz neu geholt wird.</translation>
    </message>
    <message>
        <source>How signed requests are checked. Unset: 300 s of clock skew, bodies signed.</source>
        <translation>Wie signierte Anfragen geprüft werden. Leer: 300 s Uhrenabweichung, Inhalte signiert.</translation>
    </message>
    <message>
        <source>Key set document</source>
        <translation>Schlüsselsatz</translation>
    </message>
    <message>
        <source>Known consumers only</source>
        <translation>Nur bekannte Konsumenten</translation>
    </message>
    <message>
        <source>Name of a password, id of a shared secret.</source>
        <translation>Name zu einem Kennwort, Kennung zu einem gemeinsamen Geheimnis.</translation>
    </message>
    <message>
        <source>Off: whoever the issuer vouches for is a caller, also one that is no consumer here.</source>
        <translation>Aus: Wer vom Aussteller bestätigt ist, darf aufrufen, auch wenn er hier kein Konsument ist.</translation>
    </message>
    <message>
        <source>On: a client may leave its body out of the signature, so that it is not collected first.</source>
        <translation>Ein: Ein Client darf den Inhalt aus der Signatur lassen; dann wird er nicht erst gesammelt.</translation>
    </message>
    <message>
        <source>One key or certificate as PEM, for tokens without a key id.</source>
        <translation>Ein Schlüssel oder Zertifikat als PEM, für Token ohne Schlüsselkennung.</translation>
    </message>
    <message>
        <source>Only members may call. Empty: no user and no API key passes, unless the API is public.</source>
        <translation>Nur Mitglieder dürfen aufrufen. Leer: Kein Benutzer und kein API-Schlüssel kommt durch, außer die API ist öffentlich.</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>Öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Berechtigungen (Scopes)</translation>
    </message>
    <message>
        <source>Shared secret</source>
        <translation>Gemeinsames Geheimnis</translation>
    </message>
    <message>
        <source>Shortest interval</source>
        <translation>Kürzester Abstand</translation>
    </message>
    <message>
        <source>Signature rules</source>
        <translation>Signaturregeln</translation>
    </message>
    <message>
        <source>Signed headers</source>
        <translation>Signierte Kopfzeilen</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Subject of the client certificate, such as CN=shop,O=Example. It outlives a renewal.</source>
        <translation>Antragsteller (Subject) des Client-Zertifikats, etwa CN=shop,O=Example. Er überdauert eine Erneuerung.</translation>
    </message>
    <message>
        <source>The claim that names the consumer: its external id, or its id at the identity provider.</source>
        <translation>Die Angabe, die den Konsumenten nennt: seine externe Kennung oder die beim Identitätsanbieter.</translation>
    </message>
    <message>
        <source>The keys themselves instead of an address: a JWK set.</source>
        <translation>Die Schlüssel selbst statt einer Adresse: ein JWK-Satz.</translation>
    </message>
    <message>
        <source>Token header</source>
        <translation>Token-Kopfzeile</translation>
    </message>
    <message>
        <source>Unsigned bodies</source>
        <translation>Unsignierte Inhalte</translation>
    </message>
    <message>
        <source>`platform`: token of a user. The others identify consumers; `jwt` and `oauth2` by a bearer token of another issuer.</source>
        <translation>`platform`: Token eines Benutzers. Die anderen bestimmen Konsumenten; `jwt` und `oauth2` durch ein Bearer-Token eines anderen Ausstellers.</translation>
    </message>
    <message>
        <source>What shares the counters of a limit: each API has its own, or all APIs of a tenant or of the gateway count together.</source>
        <translation>Was die Zähler einer Grenze teilt: jede API hat eigene, oder alle APIs eines Mandanten oder des Gateways zählen zusammen.</translation>
    </message>
    <message>
        <source>Compression rules</source>
        <translation>Kompressionsregeln</translation>
    </message>
    <message>
        <source>Content types</source>
        <translation>Inhaltstypen</translation>
    </message>
    <message>
        <source>GraphQL aliases</source>
        <translation>GraphQL-Aliasse</translation>
    </message>
    <message>
        <source>GraphQL batch</source>
        <translation>GraphQL-Stapel</translation>
    </message>
    <message>
        <source>GraphQL fields</source>
        <translation>GraphQL-Felder</translation>
    </message>
    <message>
        <source>GraphQL introspection</source>
        <translation>GraphQL-Introspektion</translation>
    </message>
    <message>
        <source>Identified callers share an answer only when it says `public`, `s-maxage` or `must-revalidate`. Off: all share it.</source>
        <translation>Erkannte Aufrufer teilen eine Antwort nur, wenn sie `public`, `s-maxage` oder `must-revalidate` sagt. Aus: Alle teilen sie.</translation>
    </message>
    <message>
        <source>Off: queries that ask for the schema get 400.</source>
        <translation>Aus: Abfragen nach dem Schema erhalten 400.</translation>
    </message>
    <message>
        <source>Per caller</source>
        <translation>Je Aufrufer</translation>
    </message>
    <message>
        <source>Queries in one request. 0: no bound.</source>
        <translation>Abfragen in einer Anfrage. 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Queries that select more fields, fragments included, get 400. 0: no bound.</source>
        <translation>Abfragen, die mehr Felder wählen, Fragmente eingerechnet, erhalten 400. 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Queries with more aliases get 400. 0: no bound.</source>
        <translation>Abfragen mit mehr Aliassen erhalten 400. 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Shorter answers stay as they are.</source>
        <translation>Kürzere Antworten bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Smallest answer</source>
        <translation>Kleinste Antwort</translation>
    </message>
    <message>
        <source>So long after its time an answer is still served when the upstream fails. The upstream may say another time.</source>
        <translation>So lange nach ihrer Zeit wird eine Antwort noch geliefert, wenn der Upstream ausfällt. Er kann eine andere Zeit nennen.</translation>
    </message>
    <message>
        <source>So long after its time an answer is still served while one request fetches a new one. The upstream may say another time.</source>
        <translation>So lange nach ihrer Zeit wird eine Antwort noch geliefert, während eine Anfrage eine neue holt. Der Upstream kann eine andere Zeit nennen.</translation>
    </message>
    <message>
        <source>Stale on error</source>
        <translation>Veraltet bei Fehlern</translation>
    </message>
    <message>
        <source>Stale while fetching</source>
        <translation>Veraltet während des Holens</translation>
    </message>
    <message>
        <source>Types of answers that are compressed; `text/*` means all of that kind.</source>
        <translation>Typen von Antworten, die komprimiert werden; `text/*` meint alle dieser Art.</translation>
    </message>
    <message>
        <source>Which answers are compressed. Unset: text, JSON, XML and scripts of at least 1024 bytes.</source>
        <translation>Welche Antworten komprimiert werden. Leer: Text, JSON, XML und Skripte ab 1024 Bytes.</translation>
    </message>
    <message>
        <source>0: told once when it fires and once when it ends. Reminders stop when it is acknowledged.</source>
        <translation>0: eine Nachricht beim Auslösen und eine am Ende. Nach einer Bestätigung wird nicht mehr erinnert.</translation>
    </message>
    <message>
        <source>Acknowledge and silence alerts.</source>
        <translation>Alarme bestätigen und stummschalten.</translation>
    </message>
    <message>
        <source>Alert rules, channels and objectives.</source>
        <translation>Alarmregeln, Kanäle und Ziele.</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Each API by itself</source>
        <translation>Jede API für sich</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>Handle alerts</source>
        <translation>Alarme bearbeiten</translation>
    </message>
    <message>
        <source>Must have been good so long before it ends.</source>
        <translation>So lange muss alles gut sein, bevor er endet.</translation>
    </message>
    <message>
        <source>One alert for every API that is beyond the threshold.</source>
        <translation>Ein Alarm für jede API jenseits der Schwelle.</translation>
    </message>
    <message>
        <source>Remind every</source>
        <translation>Erinnern alle</translation>
    </message>
    <message>
        <source>Slack</source>
        <translation>Spielraum</translation>
    </message>
    <message>
        <source>What is being done about it.</source>
        <translation>Was dagegen getan wird.</translation>
    </message>
    <message>
        <source>Where the notification is posted. Never shown again: such addresses often hold a secret.</source>
        <translation>Wohin die Nachricht geht. Wird nie wieder angezeigt: Solche Adressen enthalten oft ein Geheimnis.</translation>
    </message>
    <message>
        <source>While it fires, good means back by this share of the threshold, so that it does not flap.</source>
        <translation>Während er ausgelöst ist, heißt gut: um diesen Anteil der Schwelle zurück, damit er nicht flattert.</translation>
    </message>
    <message>
        <source>cannot be together with api</source>
        <translation>geht nicht zusammen mit api</translation>
    </message>
    <message>
        <source>must be above 0: nothing is ever below that</source>
        <translation>muss über 0 liegen: Darunter liegt nie etwas</translation>
    </message>
    <message>
        <source>must be below 100, or it can never be passed</source>
        <translation>muss unter 100 liegen, sonst wird sie nie überschritten</translation>
    </message>
    <message>
        <source>%1 is %2 hours old; it holds consumers, key hashes and policies.</source>
        <translation>%1 ist %2 Stunden alt; darin sind Konsumenten, Prüfwerte der Schlüssel und Richtlinien.</translation>
    </message>
    <message>
        <source>%1 still holds the secrets of the first start.</source>
        <translation>%1 enthält noch die Geheimnisse des ersten Starts.</translation>
    </message>
    <message>
        <source>/metrics was never read since the start.</source>
        <translation>/metrics wurde seit dem Start nie gelesen.</translation>
    </message>
    <message>
        <source>/metrics was read last at %1.</source>
        <translation>/metrics wurde zuletzt gelesen: %1.</translation>
    </message>
    <message>
        <source>A file has at most %1 bytes, %2 files are kept (LOG_MAX_SIZE, LOG_MAX_FILES).</source>
        <translation>Eine Datei hat höchstens %1 Bytes, %2 Dateien werden behalten (LOG_MAX_SIZE, LOG_MAX_FILES).</translation>
    </message>
    <message>
        <source>A test alert was delivered over %1 in %2 ms at %3.</source>
        <translation>Ein Testalarm kam über %1 in %2 ms an, %3.</translation>
    </message>
    <message>
        <source>A test alert was delivered over %1 in %2 ms at %3; the last test failed: %4.</source>
        <translation>Ein Testalarm kam über %1 in %2 ms an, %3; der letzte Test misslang: %4.</translation>
    </message>
    <message>
        <source>Bind ADMIN_HOST to loopback and set PLATFORM_ON_PUBLIC=false.</source>
        <translation>ADMIN_HOST an Loopback binden und PLATFORM_ON_PUBLIC=false setzen.</translation>
    </message>
    <message>
        <source>Channels that are switched on: %1; no test alert was delivered.</source>
        <translation>Eingeschaltete Kanäle: %1; noch kein Testalarm kam an.</translation>
    </message>
    <message>
        <source>Clear text on a public address.</source>
        <translation>Unverschlüsselt auf einer öffentlichen Adresse.</translation>
    </message>
    <message>
        <source>Clear text, on loopback only.</source>
        <translation>Unverschlüsselt, nur auf Loopback.</translation>
    </message>
    <message>
        <source>Create a channel and send a test alert.</source>
        <translation>Einen Kanal anlegen und einen Testalarm senden.</translation>
    </message>
    <message>
        <source>Create a rate_limit policy, for the whole tenant or for one API.</source>
        <translation>Eine Richtlinie rate_limit anlegen, für den ganzen Mandanten oder für eine API.</translation>
    </message>
    <message>
        <source>Enforced now: rate policies %1, plans %2.</source>
        <translation>Durchgesetzt werden: Ratenrichtlinien %1, Pläne %2.</translation>
    </message>
    <message>
        <source>Every change up to revision %1 is on disk.</source>
        <translation>Jede Änderung bis Revision %1 ist auf der Platte.</translation>
    </message>
    <message>
        <source>JWT_SECRET_KEY is shorter than 32 bytes.</source>
        <translation>JWT_SECRET_KEY ist kürzer als 32 Bytes.</translation>
    </message>
    <message>
        <source>Keys: %1, different ones: %2; only hashes are kept.</source>
        <translation>Schlüssel: %1, davon verschieden: %2; nur Prüfwerte werden behalten.</translation>
    </message>
    <message>
        <source>Make a newer dump.</source>
        <translation>Einen neueren Abzug schreiben.</translation>
    </message>
    <message>
        <source>No dump was found.</source>
        <translation>Kein Abzug gefunden.</translation>
    </message>
    <message>
        <source>No password or key is built in; the secrets of the first start are gone.</source>
        <translation>Kein Kennwort oder Schlüssel ist eingebaut; die Geheimnisse des ersten Starts sind gelöscht.</translation>
    </message>
    <message>
        <source>Note the secrets and delete the file.</source>
        <translation>Die Geheimnisse notieren und die Datei löschen.</translation>
    </message>
    <message>
        <source>Point Prometheus at /metrics, or watch the console&apos;s dashboard.</source>
        <translation>Prometheus auf /metrics richten oder die Übersicht der Konsole beobachten.</translation>
    </message>
    <message>
        <source>Repair the channel and test it again.</source>
        <translation>Den Kanal in Ordnung bringen und erneut testen.</translation>
    </message>
    <message>
        <source>Rotate the keys that share a hash.</source>
        <translation>Die Schlüssel mit gleichem Prüfwert wechseln.</translation>
    </message>
    <message>
        <source>Send a test alert again; it should arrive within 5 minutes.</source>
        <translation>Erneut einen Testalarm senden; er sollte binnen 5 Minuten ankommen.</translation>
    </message>
    <message>
        <source>Send a test alert over a channel.</source>
        <translation>Einen Testalarm über einen Kanal senden.</translation>
    </message>
    <message>
        <source>Set TLS_CERTIFICATE and TLS_PRIVATE_KEY.</source>
        <translation>TLS_CERTIFICATE und TLS_PRIVATE_KEY setzen.</translation>
    </message>
    <message>
        <source>Set a JWT_SECRET_KEY of at least 32 bytes.</source>
        <translation>Einen JWT_SECRET_KEY von mindestens 32 Bytes setzen.</translation>
    </message>
    <message>
        <source>Suspend the consumer %1.</source>
        <translation>Den Konsumenten %1 aussetzen.</translation>
    </message>
    <message>
        <source>The admin listener is on %1; /platform is not on the public listener.</source>
        <translation>Der Verwaltungszugang liegt auf %1; /platform ist nicht am öffentlichen Zugang.</translation>
    </message>
    <message>
        <source>The admin listener is on %1; /platform is on the public listener too.</source>
        <translation>Der Verwaltungszugang liegt auf %1; /platform ist auch am öffentlichen Zugang.</translation>
    </message>
    <message>
        <source>The certificate is %1.</source>
        <translation>Das Zertifikat ist %1.</translation>
    </message>
    <message>
        <source>The consumer %1 is active and may call every contract.</source>
        <translation>Der Konsument %1 ist aktiv und darf jede API aufrufen.</translation>
    </message>
    <message>
        <source>The store does not take changes: look at /health/ready.</source>
        <translation>Der Speicher nimmt keine Änderungen an: siehe /health/ready.</translation>
    </message>
    <message>
        <source>There is no active test consumer.</source>
        <translation>Es gibt keinen aktiven Testkonsumenten.</translation>
    </message>
    <message>
        <source>Three flows: 5xx, consumer locked out, limit too tight (docs/week-one.md).</source>
        <translation>Drei Abläufe: 5xx, Konsument ausgesperrt, Grenze zu eng (docs/week-one.md).</translation>
    </message>
    <message>
        <source>Unset: one is made and shown once.</source>
        <translation>Leer: eines wird erzeugt und einmal gezeigt.</translation>
    </message>
    <message>
        <source>Unset: the consumer&apos;s external id; for a shared secret an id is made.</source>
        <translation>Leer: die externe Kennung des Konsumenten; für einen Signaturschlüssel wird eine Kennung erzeugt.</translation>
    </message>
    <message>
        <source>Where it is used.</source>
        <translation>Wo er gebraucht wird.</translation>
    </message>
    <message>
        <source>Write a dump (place Security), or set MEM_AUTO_SAVE_ENABLED.</source>
        <translation>Einen Abzug schreiben (Ort Sicherheit) oder MEM_AUTO_SAVE_ENABLED setzen.</translation>
    </message>
    <message>
        <source>goes with slo_burn only</source>
        <translation>passt nur zu slo_burn</translation>
    </message>
    <message>
        <source>Address where the issuer is asked about each token, for tokens that are not signed (RFC 7662). Empty: tokens are read with the keys.</source>
        <translation>Adresse, an der der Aussteller nach jedem Token gefragt wird, für Token ohne Signatur (RFC 7662). Leer: Token werden mit den Schlüsseln gelesen.</translation>
    </message>
    <message>
        <source>Bad tokens</source>
        <translation>Schlechte Token</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>Good tokens</source>
        <translation>Gute Token</translation>
    </message>
    <message>
        <source>How long the issuer is not asked again about a bad token. 0: asked each time.</source>
        <translation>So lange wird der Aussteller nach einem schlechten Token nicht erneut gefragt. 0: jedes Mal.</translation>
    </message>
    <message>
        <source>How long the issuer is not asked again about a good token; never past the token&apos;s end. 0: asked each time.</source>
        <translation>So lange wird der Aussteller nach einem guten Token nicht erneut gefragt; nie über dessen Ende hinaus. 0: jedes Mal.</translation>
    </message>
    <message>
        <source>Introspection</source>
        <translation>Token-Auskunft</translation>
    </message>
    <message>
        <source>Introspection timeout</source>
        <translation>Frist der Auskunft</translation>
    </message>
    <message>
        <source>The gateway&apos;s own name at the issuer, for introspection.</source>
        <translation>Der Name des Gateways selbst beim Aussteller, für die Auskunft.</translation>
    </message>
    <message>
        <source>The gateway&apos;s own password at the issuer, for introspection.</source>
        <translation>Das Kennwort des Gateways selbst beim Aussteller, für die Auskunft.</translation>
    </message>
    <message>
        <source>Without an answer of the issuer by then, the call gets 503.</source>
        <translation>Antwortet der Aussteller bis dahin nicht, erhält der Aufruf 503.</translation>
    </message>
    <message>
        <source>cannot be combined with introspection_url</source>
        <translation>passt nicht zusammen mit introspection_url</translation>
    </message>
    <message>
        <source>is required with client_id and client_secret</source>
        <translation>ist mit client_id und client_secret erforderlich</translation>
    </message>
    <message>
        <source>Must be strong; see the rule of users.</source>
        <translation>Muss stark sein; siehe die Regel der Benutzer.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>is required with introspection_url</source>
        <translation>ist mit introspection_url erforderlich</translation>
    </message>
    <message>
        <source>Check requests</source>
        <translation>Anfragen prüfen</translation>
    </message>
    <message>
        <source>JSON schema of the request body, as in OpenAPI. For reading, unless requests are checked.</source>
        <translation>JSON-Schema des Anfrageinhalts wie in OpenAPI. Zum Lesen, solange Anfragen nicht geprüft werden.</translation>
    </message>
    <message>
        <source>On: bodies that are not JSON, or do not fit the request schema, get 400.</source>
        <translation>An: Inhalte, die kein JSON sind oder nicht zum Schema der Anfrage passen, erhalten 400.</translation>
    </message>
    <message>
        <source>Off: the APIs of the tenant answer 403, its contracts 503.</source>
        <translation>Aus: die APIs des Mandanten antworten mit 403, seine Verträge mit 503.</translation>
    </message>
    <message>
        <source>Switched off, every call is answered 403; those of a contract 503.</source>
        <translation>Ausgeschaltet wird jeder Aufruf mit 403 beantwortet, bei einem Vertrag mit 503.</translation>
    </message>
    <message>
        <source>Unique in its tenant; part of the notification.</source>
        <translation>Eindeutig im Mandanten; Teil der Benachrichtigung.</translation>
    </message>
    <message>
        <source>Create, change and delete operations and their validations.</source>
        <translation>Operationen und ihre Prüfungen anlegen, ändern und löschen.</translation>
    </message>
    <message>
        <source>For `latency`: a request is good when not slower.</source>
        <translation>Bei `latency`: eine Anfrage ist gut, wenn sie nicht langsamer ist.</translation>
    </message>
    <message>
        <source>For `slo_burn`: the share of answers without 5xx that is promised, such as 99.9. 0: none.</source>
        <translation>Bei `slo_burn`: der zugesagte Anteil der Antworten ohne 5xx, etwa 99,9. 0: keiner.</translation>
    </message>
    <message>
        <source>For information; what counts are the limits.</source>
        <translation>Zur Information; es zählen die Grenzen.</translation>
    </message>
    <message>
        <source>Manage operations</source>
        <translation>Operationen verwalten</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Operation validation</source>
        <translation>Prüfung einer Operation</translation>
    </message>
    <message>
        <source>Operation validations</source>
        <translation>Prüfungen von Operationen</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Operationen</translation>
    </message>
    <message>
        <source>Percent for shares, ms for latencies, days for certificates, requests per minute, multiples of the allowed errors for `slo_burn`; 0 for states.</source>
        <translation>Prozent für Anteile, ms für Latenzen, Tage für Zertifikate, Anfragen pro Minute, Vielfache der erlaubten Fehler für `slo_burn`; 0 für Zustände.</translation>
    </message>
    <message>
        <source>The operation whose requests are checked.</source>
        <translation>Die Operation, deren Anfragen geprüft werden.</translation>
    </message>
    <message>
        <source>User, API as name/version, operation id or address. Unset: to all.</source>
        <translation>Benutzer, API als Name/Version, ID der Operation oder Adresse. Leer: für alle.</translation>
    </message>
    <message>
        <source>What the operation does.</source>
        <translation>Was die Operation tut.</translation>
    </message>
    <message>
        <source>`allow`: only these pass. `deny`: these do not.</source>
        <translation>`allow`: Nur diese kommen durch. `deny`: Diese nicht.</translation>
    </message>
    <message>
        <source>`availability`: no 5xx. `latency`: not slower than below.</source>
        <translation>`availability`: kein 5xx. `latency`: nicht langsamer als unten.</translation>
    </message>
    <message>
        <source>`basic`: a password. `hmac`: a shared secret for signatures.</source>
        <translation>`basic`: ein Kennwort. `hmac`: ein gemeinsames Geheimnis für Signaturen.</translation>
    </message>
    <message>
        <source>`registered`: only its operations are reachable. `any`: every path below the prefix.</source>
        <translation>`registered`: nur ihre Operationen sind erreichbar. `any`: jeder Pfad unter dem Präfix.</translation>
    </message>
    <message>
        <source>is given twice in this file</source>
        <translation>steht zweimal in dieser Datei</translation>
    </message>
    <message>
        <source>latency_p95</source>
        <translation>Latenz p95</translation>
    </message>
    <message>
        <source>latency_p99</source>
        <translation>Latenz p99</translation>
    </message>
    <message>
        <source>must be a certificate in PEM</source>
        <translation>muss ein Zertifikat in PEM-Form sein</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>overview live traffic latency errors charts</source>
        <translation>überblick live verkehr latenz fehler diagramme</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>publish endpoints operations servers routes</source>
        <translation>veröffentlichen endpunkte operationen server routen</translation>
    </message>
    <message>
        <source>Request tester</source>
        <translation>Anfragetester</translation>
    </message>
    <message>
        <source>try send request curl debug</source>
        <translation>probieren senden anfrage curl fehlersuche</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>accounts groups roles login</source>
        <translation>konten gruppen rollen anmeldung</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>Revisionen</translation>
    </message>
    <message>
        <source>history compare roll back undo diff</source>
        <translation>verlauf vergleichen zurücksetzen rückgängig unterschied</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Operate</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>Routings</source>
        <translation>Routings</translation>
    </message>
    <message>
        <source>client key servers of their own</source>
        <translation>client schlüssel eigene server</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>members admit callers</source>
        <translation>mitglieder aufrufer zulassen</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>permissions rights administer</source>
        <translation>berechtigungen rechte verwalten</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>lines requests errors live tail</source>
        <translation>zeilen anfragen fehler live verfolgen</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfpfad</translation>
    </message>
    <message>
        <source>who changed what when trail</source>
        <translation>wer hat was wann geändert prüfpfad</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>addresses allow deny proxies dump restore restart</source>
        <translation>adressen erlauben sperren proxys abzug wiederherstellen neustart</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>Konsumenten</translation>
    </message>
    <message>
        <source>onboard customers callers keys import csv</source>
        <translation>aufnehmen Kunden Aufrufer Schlüssel Import CSV</translation>
    </message>
    <message>
        <source>Subscriptions and keys</source>
        <translation>Abos und Schlüssel</translation>
    </message>
    <message>
        <source>approve reject rotate revoke extend look up</source>
        <translation>freigeben ablehnen wechseln widerrufen verlängern nachschlagen</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>tiers limits per minute day month burst</source>
        <translation>Stufen Grenzen pro Minute Tag Monat Stoß</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Richtlinien</translation>
    </message>
    <message>
        <source>rate limit cors address filter dry run</source>
        <translation>Ratenbegrenzung CORS Adressfilter Probelauf</translation>
    </message>
    <message>
        <source>Limit rules</source>
        <translation>Grenzregeln</translation>
    </message>
    <message>
        <source>per user api endpoint address window</source>
        <translation>pro Benutzer API Endpunkt Adresse Zeitfenster</translation>
    </message>
    <message>
        <source>Credit groups</source>
        <translation>Guthabengruppen</translation>
    </message>
    <message>
        <source>definitions upstream keys tiers</source>
        <translation>Definitionen Upstream-Schlüssel Stufen</translation>
    </message>
    <message>
        <source>Credits of users</source>
        <translation>Guthaben der Benutzer</translation>
    </message>
    <message>
        <source>balance quota give</source>
        <translation>Guthaben Kontingent geben</translation>
    </message>
    <message>
        <source>Vault</source>
        <translation>Tresor</translation>
    </message>
    <message>
        <source>secrets keep encrypted</source>
        <translation>Geheimnisse aufbewahren verschlüsselt</translation>
    </message>
    <message>
        <source>Go-live checklist</source>
        <translation>Checkliste vor dem Start</translation>
    </message>
    <message>
        <source>production ready checks week one</source>
        <translation>Produktion bereit Prüfungen erste Woche</translation>
    </message>
    <message>
        <source>Alerting</source>
        <translation>Alarmierung</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>firing acknowledge silence history incident</source>
        <translation>ausgelöst bestätigen stummschalten verlauf störung</translation>
    </message>
    <message>
        <source>Alert rules</source>
        <translation>Alarmregeln</translation>
    </message>
    <message>
        <source>thresholds error rate latency severity</source>
        <translation>schwellen fehlerrate latenz schweregrad</translation>
    </message>
    <message>
        <source>Alert channels</source>
        <translation>Alarmkanäle</translation>
    </message>
    <message>
        <source>e-mail slack webhook desktop notify test</source>
        <translation>e-mail slack webhook desktop benachrichtigen test</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Ruhezeiten</translation>
    </message>
    <message>
        <source>mute maintenance quiet</source>
        <translation>stumm wartung ruhe</translation>
    </message>
    <message>
        <source>Use of quotas</source>
        <translation>Kontingente</translation>
    </message>
    <message>
        <source>used left limit exhausted reset per day month</source>
        <translation>verbraucht übrig grenze erschöpft neu tag monat</translation>
    </message>
    <message>
        <source>Upstream health</source>
        <translation>Zustand der Upstreams</translation>
    </message>
    <message>
        <source>targets servers down drain breaker ejected backends</source>
        <translation>Ziele Server ausgefallen leeren Schutzschalter verbannt Backends</translation>
    </message>
    <message>
        <source>Upstream groups</source>
        <translation>Upstream-Gruppen</translation>
    </message>
    <message>
        <source>pool targets weights balancing health checks</source>
        <translation>Pool Ziele Gewichte Verteilung Zustandsprüfung</translation>
    </message>
    <message>
        <source>Export and import</source>
        <translation>Export und Import</translation>
    </message>
    <message>
        <source>configuration file backup move environment json</source>
        <translation>Konfiguration Datei Sicherung umziehen Umgebung json</translation>
    </message>
    <message>
        <source>Gateway settings</source>
        <translation>Einstellungen des Gateways</translation>
    </message>
    <message>
        <source>environment variables reload restart cache</source>
        <translation>Umgebungsvariablen neu lesen Neustart Cache</translation>
    </message>
    <message>
        <source>Traffic analysis</source>
        <translation>Verkehrsanalyse</translation>
    </message>
    <message>
        <source>analytics usage errors latency top apis users endpoints days</source>
        <translation>Auswertung Nutzung Fehler Latenz APIs Aufrufer Endpunkte Tage</translation>
    </message>
    <message>
        <source>Upstreams</source>
        <translation>Upstreams</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>organisations teams borders suspend</source>
        <translation>Organisationen Teams Grenzen aussetzen</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>tls https expiry renew authority ocsp fingerprint</source>
        <translation>tls https ablauf erneuern zertifizierungsstelle ocsp fingerabdruck</translation>
    </message>
</context>
<context>
    <name>Policies</name>
    <message>
        <source>Rate limit</source>
        <translation>Ratengrenze</translation>
    </message>
    <message>
        <source>So many calls per minute or second, and per day or month; more are answered 429.</source>
        <translation>So viele Aufrufe pro Minute oder Sekunde und pro Tag oder Monat; weitere werden mit 429 beantwortet.</translation>
    </message>
    <message>
        <source>CORS</source>
        <translation>CORS</translation>
    </message>
    <message>
        <source>Which web pages may call from a browser.</source>
        <translation>Welche Webseiten aus einem Browser aufrufen dürfen.</translation>
    </message>
    <message>
        <source>Address filter</source>
        <translation>Adressfilter</translation>
    </message>
    <message>
        <source>Which addresses may call, or may not.</source>
        <translation>Welche Adressen aufrufen dürfen oder nicht.</translation>
    </message>
    <message>
        <source>Token check</source>
        <translation>Tokenprüfung</translation>
    </message>
    <message>
        <source>Which issuers and claims a bearer token needs.</source>
        <translation>Welche Aussteller und Angaben ein Bearer-Token braucht.</translation>
    </message>
    <message>
        <source>Logging</source>
        <translation>Protokollierung</translation>
    </message>
    <message>
        <source>How much of the calls is logged.</source>
        <translation>Wie viel von den Aufrufen protokolliert wird.</translation>
    </message>
    <message>
        <source>Caching</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>Which answers are kept and given again.</source>
        <translation>Welche Antworten aufbewahrt und wieder gegeben werden.</translation>
    </message>
    <message>
        <source>Transformation</source>
        <translation>Umformung</translation>
    </message>
    <message>
        <source>Changes headers, paths and bodies on the way.</source>
        <translation>Ändert Kopfzeilen, Pfade und Inhalte unterwegs.</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 pro Sekunde</translation>
    </message>
    <message>
        <source>%1 per minute</source>
        <translation>%1 pro Minute</translation>
    </message>
    <message>
        <source>%1 at once</source>
        <translation>%1 auf einmal</translation>
    </message>
    <message>
        <source>%1 per day</source>
        <translation>%1 pro Tag</translation>
    </message>
    <message>
        <source>%1 per month</source>
        <translation>%1 pro Monat</translation>
    </message>
    <message>
        <source>no web page</source>
        <translation>keine Webseite</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>keine Adresse</translation>
    </message>
    <message>
        <source>all but %1</source>
        <translation>alle außer %1</translation>
    </message>
    <message>
        <source>only %1</source>
        <translation>nur %1</translation>
    </message>
    <message>
        <source>counted per address</source>
        <translation>gezählt je Adresse</translation>
    </message>
    <message>
        <source>counted per API</source>
        <translation>gezählt je API</translation>
    </message>
    <message>
        <source>counted per key</source>
        <translation>gezählt je Schlüssel</translation>
    </message>
    <message>
        <source>counted per consumer</source>
        <translation>gezählt je Konsument</translation>
    </message>
</context>
<context>
    <name>Revisions</name>
    <message numerus="yes">
        <source>%n created</source>
        <translation>
            <numerusform>%n angelegt</numerusform>
            <numerusform>%n angelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n entfernt</numerusform>
            <numerusform>%n entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Umfang</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop says.</source>
        <translation>Hell, dunkel oder wie der Desktop.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>First place</source>
        <translation>Erster Ort</translation>
    </message>
    <message>
        <source>Refresh every (seconds)</source>
        <translation>Aktualisieren alle (Sekunden)</translation>
    </message>
    <message>
        <source>How often live pages ask the gateway, 1 to 300.</source>
        <translation>Wie oft Live-Seiten das Gateway fragen, 1 bis 300.</translation>
    </message>
    <message>
        <source>Keep passwords in</source>
        <translation>Kennwörter aufbewahren</translation>
    </message>
    <message>
        <source>The keychain of the desktop, or only in memory until the console is closed.</source>
        <translation>Im Schlüsselbund des Desktops oder nur im Arbeitsspeicher, bis die Konsole geschlossen wird.</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Where the console opens.</source>
        <translation>Wo die Konsole öffnet.</translation>
    </message>
    <message>
        <source>Local gateway</source>
        <translation>Lokales Gateway</translation>
    </message>
    <message>
        <source>On: a gateway started by the console stops when the console closes.</source>
        <translation>Ein: Ein von der Konsole gestartetes Gateway stoppt, wenn sie geschlossen wird.</translation>
    </message>
    <message>
        <source>Notify on the desktop</source>
        <translation>Auf dem Desktop benachrichtigen</translation>
    </message>
    <message>
        <source>Of critical alerts, and when the gateway cannot be reached. Needs a tray.</source>
        <translation>Bei kritischen Alarmen und wenn das Gateway nicht erreichbar ist. Braucht einen Infobereich.</translation>
    </message>
    <message>
        <source>Lock after (minutes)</source>
        <translation>Sperren nach (Minuten)</translation>
    </message>
    <message>
        <source>Without a key or a mouse; then the password is asked for. 0: never.</source>
        <translation>Ohne Taste und Maus; danach wird das Kennwort verlangt. 0: nie.</translation>
    </message>
</context>
<context>
    <name>Targets</name>
    <message>
        <source>%1, backup</source>
        <translation>%1, Reserve</translation>
    </message>
    <message>
        <source>%1; back at %2</source>
        <translation>%1; zurück um %2</translation>
    </message>
    <message>
        <source>Drained</source>
        <translation>Geleert</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>Ejected</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>On trial</source>
        <translation>Auf Probe</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>%1 (%2 %)</source>
        <translation>%1 (%2 %)</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Requests under way</source>
        <translation>Anfragen unterwegs</translation>
    </message>
    <message>
        <source>Requests since the start</source>
        <translation>Anfragen seit dem Start</translation>
    </message>
    <message>
        <source>Failures in a row</source>
        <translation>Fehler in Folge</translation>
    </message>
    <message>
        <source>Ejections</source>
        <translation>Ausschlüsse</translation>
    </message>
    <message>
        <source>Part of its share it gets</source>
        <translation>Teil seines Anteils, den es bekommt</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Retries of the upstream</source>
        <translation>Wiederholungen des Upstreams</translation>
    </message>
    <message>
        <source>%1, over budget %2</source>
        <translation>%1, über dem Budget %2</translation>
    </message>
</context>
<context>
    <name>TlsFiles</name>
    <message>
        <source>cannot be read: %1</source>
        <translation>kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>holds no certificate in PEM form</source>
        <translation>enthält kein Zertifikat in PEM-Form</translation>
    </message>
    <message>
        <source>the client certificate expired on %1</source>
        <translation>das Client-Zertifikat ist am %1 abgelaufen</translation>
    </message>
    <message>
        <source>the client certificate is valid from %1 only</source>
        <translation>das Client-Zertifikat gilt erst ab %1</translation>
    </message>
    <message>
        <source>is locked with a pass phrase; use a key without one</source>
        <translation>ist mit einer Passphrase gesichert; nehmen Sie einen Schlüssel ohne</translation>
    </message>
    <message>
        <source>holds no private key (RSA or EC) in PEM form</source>
        <translation>enthält keinen privaten Schlüssel (RSA oder EC) in PEM-Form</translation>
    </message>
    <message>
        <source>a client certificate needs its private key</source>
        <translation>zu einem Client-Zertifikat gehört sein privater Schlüssel</translation>
    </message>
    <message>
        <source>a private key needs its client certificate</source>
        <translation>zu einem privaten Schlüssel gehört sein Client-Zertifikat</translation>
    </message>
    <message>
        <source>does not belong to the client certificate</source>
        <translation>gehört nicht zum Client-Zertifikat</translation>
    </message>
</context>
<context>
    <name>TlsTrust</name>
    <message>
        <source>It is for %1, not for %2: use that name in the address, or have one made for this one.</source>
        <translation>Es gilt für %1, nicht für %2: Nehmen Sie jenen Namen in die Adresse, oder lassen Sie eines für diesen ausstellen.</translation>
    </message>
    <message>
        <source>Its issuer %1 is unknown to this computer: give the connection the issuer&apos;s certificate as CA file.</source>
        <translation>Sein Aussteller %1 ist diesem Rechner unbekannt: Geben Sie der Verbindung dessen Zertifikat als CA-Datei.</translation>
    </message>
    <message>
        <source>Its issuer %1 is not in the CA file of this connection.</source>
        <translation>Sein Aussteller %1 steht nicht in der CA-Datei dieser Verbindung.</translation>
    </message>
    <message>
        <source>It expired on %1.</source>
        <translation>Es ist am %1 abgelaufen.</translation>
    </message>
    <message>
        <source>It is valid from %1 only; look at the clocks.</source>
        <translation>Es gilt erst ab %1; prüfen Sie die Uhren.</translation>
    </message>
    <message>
        <source>It has been revoked.</source>
        <translation>Es wurde widerrufen.</translation>
    </message>
    <message>
        <source>It vouches for itself: no authority has signed it.</source>
        <translation>Es bürgt für sich selbst: Keine Stelle hat es unterschrieben.</translation>
    </message>
    <message>
        <source>The gateway demands a client certificate: name one in the connection.</source>
        <translation>Das Gateway verlangt ein Client-Zertifikat: Geben Sie in der Verbindung eines an.</translation>
    </message>
    <message>
        <source>The gateway does not know the issuer of the client certificate.</source>
        <translation>Das Gateway kennt den Aussteller des Client-Zertifikats nicht.</translation>
    </message>
    <message>
        <source>The gateway says that the client certificate has expired.</source>
        <translation>Das Gateway meldet, dass das Client-Zertifikat abgelaufen ist.</translation>
    </message>
    <message>
        <source>The gateway says that the client certificate has been revoked.</source>
        <translation>Das Gateway meldet, dass das Client-Zertifikat widerrufen wurde.</translation>
    </message>
    <message>
        <source>The gateway does not accept the client certificate: %1</source>
        <translation>Das Gateway nimmt das Client-Zertifikat nicht an: %1</translation>
    </message>
</context>
<context>
    <name>Trace</name>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>waited</source>
        <translation>gewartet</translation>
    </message>
    <message>
        <source>let pass</source>
        <translation>durchgelassen</translation>
    </message>
    <message>
        <source>dry run: would refuse (%1)</source>
        <translation>Probelauf: würde ablehnen (%1)</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Filter or server</source>
        <translation>Filter oder Server</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Took (ms)</source>
        <translation>Dauer (ms)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>No API is published there</source>
        <translation>Dort ist keine API veröffentlicht</translation>
    </message>
    <message>
        <source>gateway %1 ms, upstream %2 ms</source>
        <translation>Gateway %1 ms, Upstream %2 ms</translation>
    </message>
    <message>
        <source>Time line (ms)</source>
        <translation>Zeitverlauf (ms)</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Preflight</source>
        <translation>Vorabfrage</translation>
    </message>
    <message>
        <source>Authenticate</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Authorise</source>
        <translation>Berechtigung</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschluss</translation>
    </message>
    <message>
        <source>Address rules of the gateway</source>
        <translation>Adressregeln des Gateways</translation>
    </message>
    <message>
        <source>Security headers</source>
        <translation>Sicherheits-Kopfzeilen</translation>
    </message>
    <message>
        <source>Address rules of the API</source>
        <translation>Adressregeln der API</translation>
    </message>
    <message>
        <source>CORS</source>
        <translation>CORS</translation>
    </message>
    <message>
        <source>State of the API</source>
        <translation>Zustand der API</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Token check</source>
        <translation>Tokenprüfung</translation>
    </message>
    <message>
        <source>Subscription, groups, roles</source>
        <translation>Abo, Gruppen, Rollen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Rate limit of the caller</source>
        <translation>Ratengrenze des Aufrufers</translation>
    </message>
    <message>
        <source>Rate limits of policies</source>
        <translation>Ratengrenzen der Richtlinien</translation>
    </message>
    <message>
        <source>Throttle</source>
        <translation>Drossel</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>Bandbreite</translation>
    </message>
    <message>
        <source>Concurrent calls</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>Quota</source>
        <translation>Kontingent</translation>
    </message>
    <message>
        <source>SOAP call</source>
        <translation>SOAP-Aufruf</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>GraphQL limits</source>
        <translation>GraphQL-Grenzen</translation>
    </message>
    <message>
        <source>Built-in storage</source>
        <translation>Eingebauter Speicher</translation>
    </message>
    <message>
        <source>Choice of the upstream</source>
        <translation>Wahl des Upstreams</translation>
    </message>
    <message>
        <source>Headers for the upstream</source>
        <translation>Kopfzeilen für den Upstream</translation>
    </message>
    <message>
        <source>SOAP headers</source>
        <translation>SOAP-Kopfzeilen</translation>
    </message>
    <message>
        <source>WS-Security</source>
        <translation>WS-Security</translation>
    </message>
    <message>
        <source>Credential for the upstream</source>
        <translation>Nachweis für den Upstream</translation>
    </message>
    <message>
        <source>Transformation</source>
        <translation>Umformung</translation>
    </message>
    <message>
        <source>Form of the answer</source>
        <translation>Form der Antwort</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Komprimierung</translation>
    </message>
    <message>
        <source>Logging</source>
        <translation>Protokollierung</translation>
    </message>
</context>
<context>
    <name>TrafficGrid</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>über %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AcknowledgeDialog</name>
    <message>
        <source>Acknowledge %1</source>
        <translation>%1 bestätigen</translation>
    </message>
    <message>
        <source>Others see that you see to it. It leaves the count in the navigation and sends no reminders; its end is still told, and it is armed again after that.</source>
        <translation>Andere sehen, dass Sie sich darum kümmern. Der Alarm zählt in der Navigation nicht mehr und erinnert nicht; sein Ende wird gemeldet, danach ist er wieder scharf.</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>The alert was not acknowledged.</source>
        <translation>Der Alarm wurde nicht bestätigt.</translation>
    </message>
    <message>
        <source>%1 is acknowledged.</source>
        <translation>%1 ist bestätigt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AlertNews</name>
    <message numerus="yes">
        <source>%n alert(s) nobody sees to</source>
        <translation>
            <numerusform>%n Alarm, um den sich niemand kümmert</numerusform>
            <numerusform>%n Alarme, um die sich niemand kümmert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation>%1 ist nicht erreichbar</translation>
    </message>
    <message>
        <source>%1 fires.</source>
        <translation>%1 hat ausgelöst.</translation>
    </message>
    <message>
        <source>%1 has ended.</source>
        <translation>%1 ist beendet.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AlertRulesPage</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>every channel</source>
        <translation>jeder Kanal</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n Kanal</numerusform>
            <numerusform>%n Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <source>In words</source>
        <translation>In Worten</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>Reminds</source>
        <translation>Erinnert</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>alle %1</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>%1 is judged.</source>
        <translation>%1 wird geprüft.</translation>
    </message>
    <message>
        <source>%1 is not judged any more.</source>
        <translation>%1 wird nicht mehr geprüft.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Alert rules</source>
        <translation>Alarmregeln</translation>
    </message>
    <message>
        <source>Search alert rules</source>
        <translation>Alarmregeln suchen</translation>
    </message>
    <message>
        <source>The alert rules could not be read.</source>
        <translation>Die Alarmregeln konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Create alert rule</source>
        <translation>Alarmregel anlegen</translation>
    </message>
    <message>
        <source>New alert rule</source>
        <translation>Neue Alarmregel</translation>
    </message>
    <message>
        <source>Alert rule %1</source>
        <translation>Alarmregel %1</translation>
    </message>
    <message>
        <source>A rule watches one signal and tells people when it passes a threshold.</source>
        <translation>Eine Regel beobachtet eine Messgröße und meldet, wenn sie eine Schwelle überschreitet.</translation>
    </message>
    <message>
        <source>Delete alert rule %1?</source>
        <translation>Alarmregel %1 löschen?</translation>
    </message>
    <message>
        <source>Its alerts end. An earlier revision brings it back.</source>
        <translation>Ihre Alarme enden. Eine frühere Revision bringt sie zurück.</translation>
    </message>
    <message>
        <source>Delete alert rule</source>
        <translation>Alarmregel löschen</translation>
    </message>
    <message>
        <source>Silence…</source>
        <translation>Stummschalten…</translation>
    </message>
    <message>
        <source>Every severity</source>
        <translation>Jede Schwere</translation>
    </message>
    <message>
        <source>every tenant</source>
        <translation>jeder Mandant</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Notifies</source>
        <translation>Benachrichtigt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AlertsPage</name>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Every severity</source>
        <translation>Jede Schwere</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Search alerts</source>
        <translation>Alarme suchen</translation>
    </message>
    <message>
        <source>The alerts could not be read.</source>
        <translation>Die Alarme konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation>Bestätigen…</translation>
    </message>
    <message>
        <source>Silence…</source>
        <translation>Stummschalten…</translation>
    </message>
    <message>
        <source>Show log lines</source>
        <translation>Protokollzeilen zeigen</translation>
    </message>
    <message>
        <source>Show rule</source>
        <translation>Regel zeigen</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Firing</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Nothing fires. Rules say what is watched, channels say who is told.</source>
        <translation>Nichts ist ausgelöst. Regeln sagen, was beobachtet wird, Kanäle, wer es erfährt.</translation>
    </message>
    <message>
        <source>Show alert rules</source>
        <translation>Alarmregeln zeigen</translation>
    </message>
    <message>
        <source>At worst</source>
        <translation>Schlimmster Wert</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>Ausgelöst am</translation>
    </message>
    <message>
        <source>Good since</source>
        <translation>Gut seit</translation>
    </message>
    <message>
        <source>Why it ended</source>
        <translation>Warum beendet</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Notified</source>
        <translation>Benachrichtigt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AnalysisPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Share (%)</source>
        <translation>Anteil (%)</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Failed (%)</source>
        <translation>Gescheitert (%)</translation>
    </message>
    <message>
        <source>Mean (ms)</source>
        <translation>Mittel (ms)</translation>
    </message>
    <message>
        <source>p95 (ms)</source>
        <translation>p95 (ms)</translation>
    </message>
    <message>
        <source>Traffic analysis</source>
        <translation>Verkehrsanalyse</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Callers</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>offline, as of %1</source>
        <translation>offline, Stand %1</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzte</translation>
    </message>
    <message>
        <source>Show the last %1</source>
        <translation>Die letzten %1 zeigen</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>noch nicht gelesen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Latency, mean</source>
        <translation>Latenz, Mittel</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Latency (ms)</source>
        <translation>Latenz (ms)</translation>
    </message>
    <message>
        <source>No calls in this time.</source>
        <translation>Keine Aufrufe in dieser Zeit.</translation>
    </message>
    <message>
        <source>The traffic could not be read.</source>
        <translation>Der Verkehr konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>letzte %1</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 hinein, %2 hinaus</translation>
    </message>
    <message>
        <source>no requests in the %1</source>
        <translation>keine Anfragen: %1</translation>
    </message>
    <message>
        <source>%1 of %2 requests failed</source>
        <translation>%1 von %2 Anfragen gescheitert</translation>
    </message>
    <message>
        <source>p95 %1, p99 %2</source>
        <translation>p95 %1, p99 %2</translation>
    </message>
    <message>
        <source>No calls in the last %1.</source>
        <translation>Keine Aufrufe, letzte %1.</translation>
    </message>
    <message>
        <source>The %1 with the most calls, of %2</source>
        <translation>Die %1 mit den meisten Aufrufen, von %2</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Anderer…</translation>
    </message>
    <message>
        <source>Another beginning and end. Dragging over a part of a chart does it too.</source>
        <translation>Ein anderer Anfang und ein anderes Ende. Über einen Teil eines Diagramms zu ziehen tut es auch.</translation>
    </message>
    <message>
        <source>Back to the last %1</source>
        <translation>Zurück zu: letzte %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>no requests then</source>
        <translation>keine Anfragen in dieser Zeit</translation>
    </message>
    <message>
        <source>Requests by latency</source>
        <translation>Anfragen nach Latenz</translation>
    </message>
    <message>
        <source>Requests by API</source>
        <translation>Anfragen nach API</translation>
    </message>
    <message>
        <source>Latency map</source>
        <translation>Latenzkarte</translation>
    </message>
    <message>
        <source>API map</source>
        <translation>API-Karte</translation>
    </message>
    <message numerus="yes">
        <source>Counting has begun: the lines begin when the first %n minute(s) are over.</source>
        <translation>
            <numerusform>Die Zählung hat begonnen: die Linien beginnen, wenn die erste Minute vorüber ist.</numerusform>
            <numerusform>Die Zählung hat begonnen: die Linien beginnen, wenn die ersten %n Minuten vorüber sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>last hour</source>
        <translation>letzte Stunde</translation>
    </message>
    <message>
        <source>No calls in the last hour.</source>
        <translation>Keine Aufrufe in der letzten Stunde.</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Operationen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AnswerView</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Body of the answer</source>
        <translation>Inhalt der Antwort</translation>
    </message>
    <message>
        <source>Headers of the answer</source>
        <translation>Kopfzeilen der Antwort</translation>
    </message>
    <message>
        <source>Parts of the answer</source>
        <translation>Teile der Antwort</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Send a request: here you see what a client would get.</source>
        <translation>Senden Sie eine Anfrage: Hier sehen Sie, was ein Client bekäme.</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) that are no text</source>
        <translation>
            <numerusform>%n Byte, das kein Text ist</numerusform>
            <numerusform>%n Bytes, die kein Text sind</numerusform>
        </translation>
    </message>
    <message>
        <source>… only the beginning is shown</source>
        <translation>… nur der Anfang wird gezeigt</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>request id %1</source>
        <translation>Anfrage-ID %1</translation>
    </message>
    <message>
        <source>Way through the gateway</source>
        <translation>Weg durch das Gateway</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Verfolgung</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ApiClient</name>
    <message>
        <source>The gateway shows another certificate than the trusted one.</source>
        <translation>Das Gateway zeigt ein anderes Zertifikat als das, dem Sie vertrauen.</translation>
    </message>
    <message>
        <source>No secure connection to %1: %2</source>
        <translation>Keine sichere Verbindung zu %1: %2</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2</source>
        <translation>%1 ist nicht erreichbar: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ApiEditor</name>
    <message>
        <source>New API</source>
        <translation>Neue API</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Operationen</translation>
    </message>
    <message>
        <source>Operations (%1)</source>
        <translation>Operationen (%1)</translation>
    </message>
    <message>
        <source>The operations could not be read.</source>
        <translation>Die Operationen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>Operation %1</source>
        <translation>Operation %1</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>The validation of %1 could not be read.</source>
        <translation>Die Prüfung von %1 konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Validation of %1</source>
        <translation>Prüfung von %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ApisPage</name>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Öffentlich</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>Search APIs</source>
        <translation>APIs suchen</translation>
    </message>
    <message>
        <source>The APIs could not be read.</source>
        <translation>Die APIs konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>An API publishes paths of your servers under an address of the gateway.</source>
        <translation>Eine API veröffentlicht Pfade Ihrer Server unter einer Adresse des Gateways.</translation>
    </message>
    <message>
        <source>Create API</source>
        <translation>API anlegen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>Klonen</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Callers</source>
        <translation>Aufrufer</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>%1 is enabled.</source>
        <translation>%1 ist aktiviert.</translation>
    </message>
    <message>
        <source>%1 is disabled.</source>
        <translation>%1 ist deaktiviert.</translation>
    </message>
    <message>
        <source>Disable %1?</source>
        <translation>%1 deaktivieren?</translation>
    </message>
    <message>
        <source>Delete API %1?</source>
        <translation>API %1 löschen?</translation>
    </message>
    <message>
        <source>Calls to it fail from now on. An earlier revision brings it back.</source>
        <translation>Aufrufe schlagen ab jetzt fehl. Eine frühere Revision bringt sie zurück.</translation>
    </message>
    <message>
        <source>Delete API</source>
        <translation>API löschen</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 was not deleted.</source>
        <translation>%1 wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>Import definition…</source>
        <translation>Definition importieren…</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>upstream group</source>
        <translation>Upstream-Gruppe</translation>
    </message>
    <message>
        <source>Copied. Put in the path, and the credential where KEY or TOKEN stands.</source>
        <translation>Kopiert. Setzen Sie den Pfad ein und den Nachweis, wo KEY oder TOKEN steht.</translation>
    </message>
    <message>
        <source>From now on every call to it is refused. It can be enabled again.</source>
        <translation>Ab jetzt wird jeder Aufruf abgewiesen. Sie kann wieder aktiviert werden.</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Anmeldung</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AssignPlanDialog</name>
    <message>
        <source>Plan of %1</source>
        <translation>Plan von %1</translation>
    </message>
    <message>
        <source>The limits of the plan hold for the calls of this user, within the dates if any are given.</source>
        <translation>Die Grenzen des Plans gelten für die Aufrufe dieses Benutzers, innerhalb der Daten, falls welche angegeben sind.</translation>
    </message>
    <message>
        <source>Assign plan</source>
        <translation>Plan zuweisen</translation>
    </message>
    <message>
        <source>The plan was not assigned.</source>
        <translation>Der Plan wurde nicht zugewiesen.</translation>
    </message>
    <message>
        <source>%1 has the plan %2 now.</source>
        <translation>%1 hat jetzt den Plan %2.</translation>
    </message>
    <message>
        <source>What the gateway has now could not be read.</source>
        <translation>Was das Gateway jetzt hat, konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AuditPage</name>
    <message>
        <source>Done (%1)</source>
        <translation>Erledigt (%1)</translation>
    </message>
    <message>
        <source>Refused (%1)</source>
        <translation>Abgelehnt (%1)</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Woran</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfpfad</translation>
    </message>
    <message>
        <source>Search: actor:ada action:api target:orders ip:10.</source>
        <translation>Suche: actor:ada action:api target:orders ip:10.</translation>
    </message>
    <message>
        <source>The audit trail could not be read.</source>
        <translation>Der Prüfpfad konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Every call that changes something is recorded here.</source>
        <translation>Jeder Aufruf, der etwas ändert, ist hier verzeichnet.</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Anfrage-ID</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Failed (%1)</source>
        <translation>Fehlgeschlagen (%1)</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BalanceDialog</name>
    <message>
        <source>Credits of a user</source>
        <translation>Guthaben eines Benutzers</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Credit group</source>
        <translation>Guthabengruppe</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>is required</source>
        <translation>wird gebraucht</translation>
    </message>
    <message>
        <source>The credits could not be read.</source>
        <translation>Die Guthaben konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The credits were not saved.</source>
        <translation>Die Guthaben wurden nicht gespeichert.</translation>
    </message>
    <message>
        <source>%1 has credits of %2.</source>
        <translation>%1 hat Guthaben von %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BindingsEditor</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>API to bind</source>
        <translation>API, die gebunden wird</translation>
    </message>
    <message>
        <source>Tenant %1</source>
        <translation>Mandant %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BulkDialog</name>
    <message>
        <source>Will be changed</source>
        <translation>Wird geändert</translation>
    </message>
    <message>
        <source>Stays as it is</source>
        <translation>Bleibt wie es ist</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>Angehalten: %1</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What happens to each row</source>
        <translation>Was mit jeder Zeile geschieht</translation>
    </message>
    <message>
        <source>Reason, kept with each of them</source>
        <translation>Grund, bei jeder vermerkt</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>Type %1, the number of rows, to go on:</source>
        <translation>Geben Sie %1 ein, die Zahl der Zeilen, um fortzufahren:</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>Fehlgeschlagene wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%n not begun</source>
        <translation>
            <numerusform>%n nicht begonnen</numerusform>
            <numerusform>%n nicht begonnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will be changed</source>
        <translation>
            <numerusform>%n wird geändert</numerusform>
            <numerusform>%n werden geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n fertig</numerusform>
            <numerusform>%n fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n rückgängig gemacht</numerusform>
            <numerusform>%n rückgängig gemacht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as before</source>
        <translation>
            <numerusform>%n wie zuvor</numerusform>
            <numerusform>%n wie zuvor</numerusform>
        </translation>
    </message>
    <message>
        <source>It applies to none of these rows.</source>
        <translation>Auf keine dieser Zeilen anwendbar.</translation>
    </message>
    <message>
        <source>Fill in the lines above first.</source>
        <translation>Füllen Sie zuerst die Felder darüber aus.</translation>
    </message>
    <message>
        <source>Retry failed (%1)</source>
        <translation>Fehlgeschlagene wiederholen (%1)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BulkRun</name>
    <message>
        <source>It is so already.</source>
        <translation>Ist schon so.</translation>
    </message>
    <message>
        <source>Not possible in the state “%1”.</source>
        <translation>Im Zustand „%1“ nicht möglich.</translation>
    </message>
    <message>
        <source>Somebody else changed it in between; it is now “%1”. Nothing was done.</source>
        <translation>Jemand anderes hat es inzwischen geändert; es ist nun „%1“. Nichts wurde getan.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BurstDialog</name>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Left of the limit</source>
        <translation>Rest der Grenze</translation>
    </message>
    <message>
        <source>Again after (s)</source>
        <translation>Wieder nach (s)</translation>
    </message>
    <message>
        <source>Took (ms)</source>
        <translation>Dauer (ms)</translation>
    </message>
    <message>
        <source>Burst test</source>
        <translation>Stoßtest</translation>
    </message>
    <message>
        <source>%1 %2 is really sent that often, and counts on the limits of whoever calls.</source>
        <translation>%1 %2 wird wirklich so oft gesendet und zählt bei den Grenzen dessen, der aufruft.</translation>
    </message>
    <message>
        <source>&amp;Calls:</source>
        <translation>&amp;Aufrufe:</translation>
    </message>
    <message>
        <source>%1 at once</source>
        <translation>%1 zugleich</translation>
    </message>
    <message>
        <source>one after another</source>
        <translation>einer nach dem anderen</translation>
    </message>
    <message>
        <source>&amp;How:</source>
        <translation>&amp;Wie:</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>Noch wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CertificatesPage</name>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Search certificates</source>
        <translation>Zertifikate suchen</translation>
    </message>
    <message>
        <source>The certificates could not be read.</source>
        <translation>Die Zertifikate konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Read files again</source>
        <translation>Dateien neu lesen</translation>
    </message>
    <message>
        <source>Takes renewed files over for new connections; those that are open stay.</source>
        <translation>Übernimmt erneuerte Dateien für neue Verbindungen; offene bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Copy fingerprint</source>
        <translation>Fingerabdruck kopieren</translation>
    </message>
    <message>
        <source>The fingerprint is copied.</source>
        <translation>Der Fingerabdruck ist kopiert.</translation>
    </message>
    <message>
        <source>Show where it is set</source>
        <translation>Zeigen, wo es gesetzt ist</translation>
    </message>
    <message>
        <source>The gateway speaks clear text: no certificate is set. TLS_CERTIFICATE and TLS_PRIVATE_KEY name the files of the first one.</source>
        <translation>Das Gateway spricht Klartext: Kein Zertifikat ist gesetzt. TLS_CERTIFICATE und TLS_PRIVATE_KEY nennen die Dateien des ersten.</translation>
    </message>
    <message>
        <source>Show settings of TLS</source>
        <translation>Einstellungen von TLS zeigen</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>shown to callers, also when no other has the name they ask for</source>
        <translation>für Aufrufer, auch wenn kein anderes den gefragten Namen hat</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n day(s) left)</source>
        <translation>
            <numerusform>%1 (noch ein Tag)</numerusform>
            <numerusform>%1 (noch %n Tage)</numerusform>
        </translation>
    </message>
    <message>
        <source>OCSP response</source>
        <translation>OCSP-Antwort</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>The files were not read again; what is in use stays.</source>
        <translation>Die Dateien wurden nicht neu gelesen; was im Einsatz ist, bleibt.</translation>
    </message>
    <message>
        <source>Files were refused, what was in use stays in use.</source>
        <translation>Dateien wurden abgelehnt; was im Einsatz war, bleibt im Einsatz.</translation>
    </message>
    <message>
        <source>All files were read at %1 and are in use for new connections.</source>
        <translation>Alle Dateien wurden am %1 gelesen und gelten für neue Verbindungen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ChangeBar</name>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ChannelsPage</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Test failed</source>
        <translation>Test gescheitert</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Nicht getestet</translation>
    </message>
    <message>
        <source>Delivered in %1 ms</source>
        <translation>Zugestellt in %1 ms</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>Führt zu</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>From severity</source>
        <translation>Ab Schwere</translation>
    </message>
    <message>
        <source>Last test</source>
        <translation>Letzter Test</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Alert channels</source>
        <translation>Alarmkanäle</translation>
    </message>
    <message>
        <source>Search channels</source>
        <translation>Kanäle suchen</translation>
    </message>
    <message>
        <source>The channels could not be read.</source>
        <translation>Die Kanäle konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Tested</source>
        <translation>Getestet</translation>
    </message>
    <message>
        <source>Create channel</source>
        <translation>Kanal anlegen</translation>
    </message>
    <message>
        <source>New channel</source>
        <translation>Neuer Kanal</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>A channel tells people: by e-mail, Slack, webhook or on their desktops.</source>
        <translation>Ein Kanal benachrichtigt Menschen: per E-Mail, Slack, Webhook oder auf dem Desktop.</translation>
    </message>
    <message>
        <source>Delete channel %1?</source>
        <translation>Kanal %1 löschen?</translation>
    </message>
    <message>
        <source>What waits for it is not sent any more.</source>
        <translation>Was für ihn wartet, wird nicht mehr gesendet.</translation>
    </message>
    <message>
        <source>Delete channel</source>
        <translation>Kanal löschen</translation>
    </message>
    <message>
        <source>Send test alert</source>
        <translation>Testalarm senden</translation>
    </message>
    <message>
        <source>No test was sent over %1.</source>
        <translation>Über %1 wurde kein Test gesendet.</translation>
    </message>
    <message>
        <source>Delivered over %1 in %2 ms.</source>
        <translation>Über %1 zugestellt in %2 ms.</translation>
    </message>
    <message>
        <source>The test over %1 was not delivered: %2</source>
        <translation>Der Test über %1 wurde nicht zugestellt: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ChartView</name>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <translation>−%1 min</translation>
    </message>
    <message>
        <source>−%1 s</source>
        <translation>−%1 s</translation>
    </message>
    <message>
        <source>−%1 d</source>
        <translation>−%1 T</translation>
    </message>
    <message>
        <source>−%1 h</source>
        <translation>−%1 h</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Go to a place or run a command</source>
        <translation>Zu einem Ort gehen oder einen Befehl ausführen</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConflictDialog</name>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>When you opened it</source>
        <translation>Beim Öffnen</translation>
    </message>
    <message>
        <source>On the gateway now</source>
        <translation>Jetzt auf dem Gateway</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Ihre</translation>
    </message>
    <message>
        <source>not changed</source>
        <translation>nicht geändert</translation>
    </message>
    <message>
        <source>%1 was changed by somebody else</source>
        <translation>%1 wurde von jemand anderem geändert</translation>
    </message>
    <message>
        <source>The marked fields were changed on both sides. Keeping yours replaces theirs in these fields; their other changes stay.</source>
        <translation>Die markierten Felder wurden auf beiden Seiten geändert. Behalten Sie Ihre, ersetzen sie dort die anderen; deren übrige Änderungen bleiben.</translation>
    </message>
    <message>
        <source>You changed different fields: keeping yours loses nothing of theirs.</source>
        <translation>Sie haben andere Felder geändert: Behalten Sie Ihre, geht nichts von den anderen verloren.</translation>
    </message>
    <message>
        <source>Both versions</source>
        <translation>Beide Fassungen</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Deren übernehmen</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConnectionStatus</name>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Time the gateway took to answer the last heartbeat</source>
        <translation>Zeit, die das Gateway für die Antwort auf das letzte Lebenszeichen brauchte</translation>
    </message>
    <message>
        <source>Revision %1</source>
        <translation>Revision %1</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinden …</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>, read-only</source>
        <translation>, nur lesend</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Polling</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>The gateway cannot stream; changes are asked for every few seconds</source>
        <translation>Das Gateway kann nicht streamen; Änderungen werden alle paar Sekunden abgefragt</translation>
    </message>
    <message>
        <source>Changes arrive as they happen</source>
        <translation>Änderungen treffen sofort ein</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>Reconnecting in %1 s</source>
        <translation>Neuer Versuch in %1 s</translation>
    </message>
    <message>
        <source>Answers in %1 ms</source>
        <translation>Antwortet in %1 ms</translation>
    </message>
    <message>
        <source>Environment: %1</source>
        <translation>Umgebung: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConnectionTest</name>
    <message>
        <source>Port %1 is open</source>
        <translation>Port %1 ist offen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>%1 is not known: %2</source>
        <translation>%1 ist nicht bekannt: %2</translation>
    </message>
    <message>
        <source>No answer within %1 seconds</source>
        <translation>Keine Antwort innerhalb von %1 Sekunden</translation>
    </message>
    <message>
        <source>Not encrypted; fine on this machine only</source>
        <translation>Nicht verschlüsselt; nur auf diesem Rechner in Ordnung</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>The trusted one</source>
        <translation>Das vertraute</translation>
    </message>
    <message>
        <source>Something answers, but not a Gatehouse gateway: %1</source>
        <translation>Es antwortet etwas, aber kein Gatehouse-Gateway: %1</translation>
    </message>
    <message>
        <source>It answers</source>
        <translation>Es antwortet</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Logged in as %1</source>
        <translation>Angemeldet als %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConnectionsDialog</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>Gateways</translation>
    </message>
    <message>
        <source>Add gateway</source>
        <translation>Gateway hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy of %1</source>
        <translation>Kopie von %1</translation>
    </message>
    <message>
        <source>Delete the connection %1?</source>
        <translation>Die Verbindung %1 löschen?</translation>
    </message>
    <message>
        <source>The connection and its stored password are removed from this computer. The gateway itself is not touched.</source>
        <translation>Die Verbindung und ihr gespeichertes Kennwort werden von diesem Rechner entfernt. Das Gateway selbst bleibt unberührt.</translation>
    </message>
    <message>
        <source>Delete connection</source>
        <translation>Verbindung löschen</translation>
    </message>
    <message>
        <source>This machine…</source>
        <translation>Dieser Rechner …</translation>
    </message>
    <message>
        <source>Start a gateway on this machine</source>
        <translation>Gateway auf diesem Rechner starten</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Add the connections of a file; those that are here stay as they are</source>
        <translation>Verbindungen aus einer Datei hinzufügen; vorhandene bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Write all connections to a file, without passwords</source>
        <translation>Alle Verbindungen in eine Datei schreiben, ohne Kennwörter</translation>
    </message>
    <message>
        <source>Export connections</source>
        <translation>Verbindungen exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) written to %1, without passwords.</source>
        <translation>
            <numerusform>%n Verbindung nach %1 geschrieben, ohne Kennwörter.</numerusform>
            <numerusform>%n Verbindungen nach %1 geschrieben, ohne Kennwörter.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>Verbindungen importieren</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>%1 konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 was not imported.</source>
        <translation>%1 wurde nicht importiert.</translation>
    </message>
    <message>
        <source>Added: %1. Already here: %2. Not usable: %3.</source>
        <translation>Hinzugefügt: %1. Schon vorhanden: %2. Unbrauchbar: %3.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Console</name>
    <message>
        <source>There is no connection named %1.</source>
        <translation>Es gibt keine Verbindung namens %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConsumersPage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>External id</source>
        <translation>Externe Kennung</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>%1 is suspended: every key is refused.</source>
        <translation>%1 ist ausgesetzt: Jeder Schlüssel wird abgewiesen.</translation>
    </message>
    <message>
        <source>%1 is active again.</source>
        <translation>%1 ist wieder aktiv.</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>%1 is suspended again.</source>
        <translation>%1 ist wieder ausgesetzt.</translation>
    </message>
    <message>
        <source>Block for good</source>
        <translation>Endgültig sperren</translation>
    </message>
    <message>
        <source>Block %1 for good?</source>
        <translation>%1 endgültig sperren?</translation>
    </message>
    <message>
        <source>Every key of the consumer is refused from now on, and the consumer cannot be activated again.</source>
        <translation>Jeder Schlüssel des Konsumenten wird von nun an abgewiesen, und der Konsument kann nicht wieder aktiviert werden.</translation>
    </message>
    <message>
        <source>%1 is blocked.</source>
        <translation>%1 ist gesperrt.</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>Konsumenten</translation>
    </message>
    <message>
        <source>Search by name, e-mail, id or company</source>
        <translation>Suche nach Name, E-Mail, Kennung oder Firma</translation>
    </message>
    <message>
        <source>The consumers could not be read.</source>
        <translation>Die Konsumenten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Onboard consumer</source>
        <translation>Konsument aufnehmen</translation>
    </message>
    <message>
        <source>New consumer</source>
        <translation>Neuer Konsument</translation>
    </message>
    <message>
        <source>Consumer %1</source>
        <translation>Konsument %1</translation>
    </message>
    <message>
        <source>A consumer is a person or a program that calls your APIs with keys of its own.</source>
        <translation>Ein Konsument ist eine Person oder ein Programm, das Ihre APIs mit eigenen Schlüsseln aufruft.</translation>
    </message>
    <message>
        <source>Delete consumer %1?</source>
        <translation>Konsument %1 löschen?</translation>
    </message>
    <message>
        <source>Its subscriptions and keys go with it, and its calls are refused at once.</source>
        <translation>Seine Abos und Schlüssel gehen mit, und seine Aufrufe werden sofort abgewiesen.</translation>
    </message>
    <message>
        <source>Delete consumer</source>
        <translation>Konsument löschen</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Subscribe to an API</source>
        <translation>API abonnieren</translation>
    </message>
    <message>
        <source>Show subscriptions</source>
        <translation>Abonnements zeigen</translation>
    </message>
    <message>
        <source>Import CSV…</source>
        <translation>CSV importieren…</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>%1, key %2…</source>
        <translation>%1, Schlüssel %2…</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Subscribe the consumer to an API to give it a key.</source>
        <translation>Abonnieren Sie für den Konsumenten eine API, um ihm einen Schlüssel zu geben.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Import consumers</source>
        <translation>Konsumenten importieren</translation>
    </message>
    <message>
        <source>CSV files (*.csv *.txt)</source>
        <translation>CSV-Dateien (*.csv *.txt)</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>Die Datei konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 is larger than 16 MiB</source>
        <translation>%1 ist größer als 16 MiB</translation>
    </message>
    <message>
        <source>Keys and credentials…</source>
        <translation>Schlüssel und Nachweise…</translation>
    </message>
    <message>
        <source>Quotas</source>
        <translation>Kontingente</translation>
    </message>
    <message>
        <source>Neither a plan nor a policy sets a quota.</source>
        <translation>Weder ein Plan noch eine Richtlinie setzt ein Kontingent.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CredentialsDialog</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Wechseln…</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>Credentials of %1</source>
        <translation>Nachweise von %1</translation>
    </message>
    <message>
        <source>Whoever has one of these calls in the name of the consumer. Secrets are shown once, when they are made; what is revoked is refused with the next call.</source>
        <translation>Wer einen davon hat, ruft im Namen des Konsumenten auf. Geheimnisse werden einmal gezeigt, wenn sie entstehen; Widerrufenes wird beim nächsten Aufruf abgelehnt.</translation>
    </message>
    <message>
        <source>Nothing lets this consumer in yet. Subscribe it to an API to give it a key, or add a password, a signing key or a certificate.</source>
        <translation>Noch lässt nichts diesen Konsumenten ein. Ein Abo einer API gibt ihm einen Schlüssel; sonst ein Kennwort, einen Signaturschlüssel oder ein Zertifikat hinzufügen.</translation>
    </message>
    <message>
        <source>Password…</source>
        <translation>Kennwort…</translation>
    </message>
    <message>
        <source>Signing key…</source>
        <translation>Signaturschlüssel…</translation>
    </message>
    <message>
        <source>Client certificate…</source>
        <translation>Client-Zertifikat…</translation>
    </message>
    <message>
        <source>Bind a client certificate</source>
        <translation>Ein Client-Zertifikat binden</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der)</source>
        <translation>Zertifikate (*.pem *.crt *.cer *.der)</translation>
    </message>
    <message>
        <source>The credentials could not be read.</source>
        <translation>Die Nachweise konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Select a row first.</source>
        <translation>Wählen Sie erst eine Zeile.</translation>
    </message>
    <message>
        <source>%1 is revoked.</source>
        <translation>%1 ist widerrufen.</translation>
    </message>
    <message>
        <source>%1 was not revoked.</source>
        <translation>%1 wurde nicht widerrufen.</translation>
    </message>
    <message>
        <source>Revoke: %1?</source>
        <translation>Widerrufen: %1?</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>The subscription to %1 ends with it, for good. The consumer can be subscribed again and gets another key.</source>
        <translation>Das Abo von %1 endet damit endgültig. Der Konsument kann erneut angemeldet werden und bekommt einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>It is refused with the next call and cannot be brought back.</source>
        <translation>Beim nächsten Aufruf wird er abgelehnt und kann nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>%1 holds no certificate in PEM or DER form</source>
        <translation>%1 enthält kein Zertifikat in PEM- oder DER-Form</translation>
    </message>
    <message>
        <source>The certificate was not bound.</source>
        <translation>Das Zertifikat wurde nicht gebunden.</translation>
    </message>
    <message>
        <source>Bind the certificate of %1?</source>
        <translation>Das Zertifikat von %1 binden?</translation>
    </message>
    <message>
        <source>SHA-256 %1, valid until %2. It takes the place of one that is bound already.</source>
        <translation>SHA-256 %1, gültig bis %2. Es tritt an die Stelle eines bereits gebundenen.</translation>
    </message>
    <message>
        <source>Bind certificate</source>
        <translation>Zertifikat binden</translation>
    </message>
    <message>
        <source>The certificate is bound.</source>
        <translation>Das Zertifikat ist gebunden.</translation>
    </message>
    <message>
        <source>End now…</source>
        <translation>Jetzt beenden…</translation>
    </message>
    <message>
        <source>End now: %1?</source>
        <translation>Jetzt beenden: %1?</translation>
    </message>
    <message>
        <source>End now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>It would work until %1. Calls that still use it are refused from now on; what it was replaced by goes on working.</source>
        <translation>Er würde bis %1 gelten. Aufrufe, die ihn noch verwenden, werden ab jetzt abgewiesen; sein Nachfolger gilt weiter.</translation>
    </message>
    <message>
        <source>%1 has ended.</source>
        <translation>%1 ist beendet.</translation>
    </message>
    <message>
        <source>%1 was not ended.</source>
        <translation>%1 wurde nicht beendet.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CreditBalancesPage</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Credits left</source>
        <translation>Restguthaben</translation>
    </message>
    <message>
        <source>Credits of users</source>
        <translation>Guthaben der Benutzer</translation>
    </message>
    <message>
        <source>Search by user or group</source>
        <translation>Suche nach Benutzer oder Gruppe</translation>
    </message>
    <message>
        <source>The credits could not be read.</source>
        <translation>Die Guthaben konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Give credits</source>
        <translation>Guthaben geben</translation>
    </message>
    <message>
        <source>Set a balance</source>
        <translation>Guthaben setzen</translation>
    </message>
    <message>
        <source>Users call APIs with credits of a group; here you see and give them.</source>
        <translation>Benutzer rufen APIs mit Guthaben einer Gruppe auf; hier sehen und geben Sie es.</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Reset date</source>
        <translation>Tag der Erneuerung</translation>
    </message>
    <message>
        <source>Credits used</source>
        <translation>Verbrauchtes Guthaben</translation>
    </message>
    <message>
        <source>%1 left; the group knows no such tier.</source>
        <translation>%1 übrig; die Gruppe kennt diese Stufe nicht.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CreditGroupsPage</name>
    <message>
        <source>Being rotated</source>
        <translation>Im Wechsel</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Gesetzt</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>%1 credits, reset %2</source>
        <translation>%1 Guthaben, erneuert %2</translation>
    </message>
    <message>
        <source>Credit groups</source>
        <translation>Guthabengruppen</translation>
    </message>
    <message>
        <source>Search credit groups</source>
        <translation>Guthabengruppen suchen</translation>
    </message>
    <message>
        <source>The credit groups could not be read.</source>
        <translation>Die Guthabengruppen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Create credit group</source>
        <translation>Guthabengruppe anlegen</translation>
    </message>
    <message>
        <source>New credit group</source>
        <translation>Neue Guthabengruppe</translation>
    </message>
    <message>
        <source>Credit group %1</source>
        <translation>Guthabengruppe %1</translation>
    </message>
    <message>
        <source>A credit group holds the key the gateway shows upstream for callers who pay with its credits.</source>
        <translation>Eine Guthabengruppe hält den Schlüssel, den das Gateway dem Upstream für Aufrufer zeigt, die mit ihrem Guthaben zahlen.</translation>
    </message>
    <message>
        <source>Delete credit group %1?</source>
        <translation>Guthabengruppe %1 löschen?</translation>
    </message>
    <message>
        <source>APIs of the group refuse their callers from now on.</source>
        <translation>APIs der Gruppe weisen ihre Aufrufer von nun an ab.</translation>
    </message>
    <message>
        <source>Delete credit group</source>
        <translation>Guthabengruppe löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DashboardPage</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Abonnenten</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>The live numbers could not be read.</source>
        <translation>Die Live-Zahlen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzte</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Die letzte %n Minute zeigen</numerusform>
            <numerusform>Die letzten %n Minuten zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>Latency, median</source>
        <translation>Latenz, Median</translation>
    </message>
    <message>
        <source>Open connections</source>
        <translation>Offene Verbindungen</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>noch nicht gelesen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show all: %1</source>
        <translation>Alle zeigen: %1</translation>
    </message>
    <message>
        <source>Busiest APIs</source>
        <translation>Meistgenutzte APIs</translation>
    </message>
    <message>
        <source>Last revisions</source>
        <translation>Letzte Revisionen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Continue the live numbers</source>
        <translation>Die Live-Zahlen fortsetzen</translation>
    </message>
    <message>
        <source>Pause the live numbers</source>
        <translation>Die Live-Zahlen anhalten</translation>
    </message>
    <message numerus="yes">
        <source>%n active user(s)</source>
        <translation>
            <numerusform>%n aktiver Benutzer</numerusform>
            <numerusform>%n aktive Benutzer</numerusform>
        </translation>
    </message>
    <message>
        <source>no change yet</source>
        <translation>noch keine Änderung</translation>
    </message>
    <message>
        <source>The gateway has counted no second yet.</source>
        <translation>Das Gateway hat noch keine Sekunde gezählt.</translation>
    </message>
    <message>
        <source>No numbers yet: the gateway has not answered.</source>
        <translation>Noch keine Zahlen: Das Gateway hat nicht geantwortet.</translation>
    </message>
    <message>
        <source>no answer of the gateway yet</source>
        <translation>noch keine Antwort des Gateways</translation>
    </message>
    <message numerus="yes">
        <source>last %n second(s)</source>
        <translation>
            <numerusform>letzte %n Sekunde</numerusform>
            <numerusform>letzte %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>no requests in the %1</source>
        <translation>keine Anfragen (%1)</translation>
    </message>
    <message>
        <source>%1 of %2 requests failed</source>
        <translation>%1 von %2 Anfragen fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1; 5xx and aborted</source>
        <translation>%1; 5xx und abgebrochen</translation>
    </message>
    <message>
        <source>Mean of the seconds&apos; medians; p95 and p99 are those of the slowest second</source>
        <translation>Mittel der Mediane der Sekunden; p95 und p99 sind die der langsamsten Sekunde</translation>
    </message>
    <message>
        <source>p95 %1, p99 %2</source>
        <translation>p95 %1, p99 %2</translation>
    </message>
    <message>
        <source>offline, as of %1</source>
        <translation>offline, Stand %1</translation>
    </message>
    <message>
        <source>paused at %1</source>
        <translation>angehalten um %1</translation>
    </message>
    <message>
        <source>No calls in the last 30 days. The request tester makes one.</source>
        <translation>Keine Aufrufe in den letzten 30 Tagen. Der Anfragetester macht einen.</translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>Bisher wurde nichts geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) fire.</source>
        <translation>
            <numerusform>%n Alarm ist ausgelöst.</numerusform>
            <numerusform>%n Alarme sind ausgelöst.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Show alerts</source>
        <translation>Alarme zeigen</translation>
    </message>
    <message>
        <source>Show certificates</source>
        <translation>Zertifikate zeigen</translation>
    </message>
    <message>
        <source>No API is published yet. One needs a name and a server; then the request tester calls it.</source>
        <translation>Noch ist keine API veröffentlicht. Sie braucht einen Namen und einen Server; dann ruft der Anfragetester sie auf.</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>API veröffentlichen</translation>
    </message>
    <message>
        <source>Calls in 30 days</source>
        <translation>Aufrufe in 30 Tagen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DefinitionsDialog</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Von der Liste nehmen</translation>
    </message>
    <message>
        <source>Import definitions of %1</source>
        <translation>Definitionen von %1 importieren</translation>
    </message>
    <message>
        <source>Drop .proto files, OpenAPI documents (JSON) or WSDLs here, or choose them. They are read first; nothing is kept before you import.</source>
        <translation>.proto-Dateien, OpenAPI-Dokumente (JSON) oder WSDLs hier ablegen oder auswählen. Sie werden zuerst gelesen; vor dem Import wird nichts behalten.</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Dateien wählen…</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>No file yet.</source>
        <translation>Noch keine Datei.</translation>
    </message>
    <message>
        <source>Contents of the file</source>
        <translation>Inhalt der Datei</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Choose definitions</source>
        <translation>Definitionen wählen</translation>
    </message>
    <message>
        <source>Definitions (*.proto *.json *.wsdl *.xml);;All files (*)</source>
        <translation>Definitionen (*.proto *.json *.wsdl *.xml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>An API has one .proto file: take the other one off the list first.</source>
        <translation>Eine API hat eine .proto-Datei: nehmen Sie erst die andere von der Liste.</translation>
    </message>
    <message>
        <source>Some files were not imported: see the list.</source>
        <translation>Einige Dateien wurden nicht importiert: siehe Liste.</translation>
    </message>
    <message>
        <source>Definitions of %1 are imported.</source>
        <translation>Definitionen von %1 sind importiert.</translation>
    </message>
    <message>
        <source>What is wrong with %1</source>
        <translation>Was an %1 falsch ist</translation>
    </message>
    <message>
        <source>What %1 brings</source>
        <translation>Was %1 mitbringt</translation>
    </message>
    <message>
        <source>No file is ready.</source>
        <translation>Keine Datei ist bereit.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DetailPane</name>
    <message>
        <source>Close the detail pane</source>
        <translation>Detailbereich schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Dialogs</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Geben Sie %1 ein, um fortzufahren:</translation>
    </message>
    <message>
        <source>Discard the changes to %1?</source>
        <translation>Die Änderungen an %1 verwerfen?</translation>
    </message>
    <message>
        <source>They have not been saved. Cancel goes back to them.</source>
        <translation>Sie sind nicht gespeichert. Abbrechen führt zu ihnen zurück.</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DocumentEditor</name>
    <message>
        <source>Changed on the server since you opened it</source>
        <translation>Seit dem Öffnen auf dem Server geändert</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>The stored document could not be read.</source>
        <translation>Das gespeicherte Dokument konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>Review %1</source>
        <translation>%1 prüfen</translation>
    </message>
    <message>
        <source>This takes effect at once, as one new revision that can be rolled back.</source>
        <translation>Das gilt sofort, als neue Revision, die zurückgesetzt werden kann.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>%1 was created.</source>
        <translation>%1 wurde angelegt.</translation>
    </message>
    <message>
        <source>%1 was changed.</source>
        <translation>%1 wurde geändert.</translation>
    </message>
    <message>
        <source>The gateway refused it: see the marked fields.</source>
        <translation>Das Gateway hat es abgelehnt: siehe die markierten Felder.</translation>
    </message>
    <message>
        <source>It was not saved.</source>
        <translation>Es wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Compare and decide…</source>
        <translation>Vergleichen und entscheiden …</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Copied. Put a token where TOKEN stands.</source>
        <translation>Kopiert. Setzen Sie ein Token, wo TOKEN steht.</translation>
    </message>
    <message>
        <source>What the gateway has now could not be read.</source>
        <translation>Was das Gateway jetzt hat, konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DocumentPicker</name>
    <message>
        <source>Type to search</source>
        <translation>Tippen, um zu suchen</translation>
    </message>
    <message>
        <source>choose one of the list</source>
        <translation>wählen Sie einen Eintrag der Liste</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 &lt;%2&gt;</source>
        <translation>%1 &lt;%2&gt;</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DocumentsPage</name>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Clone</source>
        <translation>Klonen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 was not deleted.</source>
        <translation>%1 wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>exists</source>
        <translation>vorhanden</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ExchangePage</name>
    <message>
        <source>Is added</source>
        <translation>Kommt hinzu</translation>
    </message>
    <message>
        <source>Is changed</source>
        <translation>Wird geändert</translation>
    </message>
    <message>
        <source>Is the same</source>
        <translation>Ist gleich</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ</source>
        <translation>
            <numerusform>%n Feld weicht ab</numerusform>
            <numerusform>%n Felder weichen ab</numerusform>
        </translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>With the import</source>
        <translation>Beim Import</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Export and import</source>
        <translation>Export und Import</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>A file with a configuration is compared with this gateway first: you see every object that would be added or changed, and leave out what you do not want.</source>
        <translation>Eine Datei mit einer Konfiguration wird zuerst mit diesem Gateway verglichen: Sie sehen jedes Objekt, das hinzukäme oder geändert würde, und lassen aus, was Sie nicht wollen.</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>Datei öffnen…</translation>
    </message>
    <message>
        <source>Show differences</source>
        <translation>Unterschiede zeigen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Undo the newest import…</source>
        <translation>Neuesten Import rückgängig machen…</translation>
    </message>
    <message>
        <source>Objects of the file</source>
        <translation>Objekte der Datei</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>APIs</source>
        <translation>APIs</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Routings</source>
        <translation>Routings</translation>
    </message>
    <message>
        <source>Export as &amp;file:</source>
        <translation>Als &amp;Datei exportieren:</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>Users, keys and secrets are not in it.</source>
        <translation>Benutzer, Schlüssel und Geheimnisse sind nicht dabei.</translation>
    </message>
    <message>
        <source>The configuration could not be exported.</source>
        <translation>Die Konfiguration konnte nicht exportiert werden.</translation>
    </message>
    <message>
        <source>Configuration to import</source>
        <translation>Konfiguration für den Import</translation>
    </message>
    <message>
        <source>Configurations (*.json)</source>
        <translation>Konfigurationen (*.json)</translation>
    </message>
    <message>
        <source>%1 cannot be imported.</source>
        <translation>%1 kann nicht importiert werden.</translation>
    </message>
    <message>
        <source>It is larger than 64 MB.</source>
        <translation>Sie ist größer als 64 MB.</translation>
    </message>
    <message>
        <source>Line %1, column %2 is no JSON: %3</source>
        <translation>Zeile %1, Spalte %2 ist kein JSON: %3</translation>
    </message>
    <message>
        <source>%1: %2 new, %3 different, %4 the same as here; %5 are imported.</source>
        <translation>%1: %2 neu, %3 anders, %4 wie hier; %5 werden importiert.</translation>
    </message>
    <message numerus="yes">
        <source>Import %n object(s)…</source>
        <translation>
            <numerusform>%n Objekt importieren…</numerusform>
            <numerusform>%n Objekte importieren…</numerusform>
        </translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>The gateway does not have it yet.</source>
        <translation>Das Gateway hat es noch nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ.</source>
        <translation>
            <numerusform>%n Feld weicht ab.</numerusform>
            <numerusform>%n Felder weichen ab.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n object(s)?</source>
        <translation>
            <numerusform>%n Objekt importieren?</numerusform>
            <numerusform>%n Objekte importieren?</numerusform>
        </translation>
    </message>
    <message>
        <source>It takes effect at once, as one change: all of it or, with a fault, nothing. What it replaces can be brought back with “Undo the newest import”.</source>
        <translation>Es gilt sofort und als eine einzige Änderung: alles oder, bei einem Fehler, nichts. Was ersetzt wird, holt „Neuesten Import rückgängig machen“ zurück.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>Es wurde nichts importiert.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) imported.</source>
        <translation>
            <numerusform>%n Objekt importiert.</numerusform>
            <numerusform>%n Objekte importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo the newest import?</source>
        <translation>Den neuesten Import rückgängig machen?</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>Import rückgängig machen</translation>
    </message>
    <message>
        <source>The import was not undone.</source>
        <translation>Der Import wurde nicht rückgängig gemacht.</translation>
    </message>
    <message>
        <source>The import is undone.</source>
        <translation>Der Import ist rückgängig gemacht.</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Operationen</translation>
    </message>
    <message>
        <source>%1 has no APIs, operations, roles, groups or routings.</source>
        <translation>%1 enthält weder APIs noch Operationen, Rollen, Gruppen oder Routings.</translation>
    </message>
    <message>
        <source>APIs, operations, roles, groups and routings become what they were before it; changes to them since then are lost too. It is a revision of its own that can be rolled back.</source>
        <translation>APIs, Operationen, Rollen, Gruppen und Routings werden wieder, was sie davor waren; auch spätere Änderungen daran gehen verloren. Das ist eine eigene Revision, hinter die man zurückgehen kann.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::FieldEditor</name>
    <message>
        <source>Leave empty to keep what is set</source>
        <translation>Leer lassen, um den gesetzten Wert zu behalten</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>muss eine ganze Zahl sein</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>muss eine Zahl sein</translation>
    </message>
    <message>
        <source>One per line</source>
        <translation>Eines pro Zeile</translation>
    </message>
    <message>
        <source>not valid JSON: %1 at character %2</source>
        <translation>kein gültiges JSON: %1 bei Zeichen %2</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht gesetzt</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::FieldForm</name>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Has faulty fields</source>
        <translation>Enthält fehlerhafte Felder</translation>
    </message>
    <message numerus="yes">
        <source>%n marked value(s) cannot be taken</source>
        <translation>
            <numerusform>%n markierter Wert geht so nicht</numerusform>
            <numerusform>%n markierte Werte gehen so nicht</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::FigureRow</name>
    <message>
        <source>not read yet</source>
        <translation>noch nicht gelesen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::FilterRow</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GatewayLink</name>
    <message>
        <source>The gateway is not connected; changes wait until it is back.</source>
        <translation>Das Gateway ist nicht verbunden; Änderungen sind erst möglich, wenn es zurück ist.</translation>
    </message>
    <message>
        <source>Log in first.</source>
        <translation>Melden Sie sich zuerst an.</translation>
    </message>
    <message>
        <source>This connection is read-only.</source>
        <translation>Diese Verbindung ist nur lesend.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GatewaySettingsPage</name>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Reading again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Woher</translation>
    </message>
    <message>
        <source>A change needs</source>
        <translation>Eine Änderung braucht</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Gateway settings</source>
        <translation>Einstellungen des Gateways</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen suchen</translation>
    </message>
    <message>
        <source>The settings could not be read.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Read settings again</source>
        <translation>Einstellungen neu lesen</translation>
    </message>
    <message>
        <source>Copy as line for .env</source>
        <translation>Als Zeile für .env kopieren</translation>
    </message>
    <message>
        <source>Forget cached answers…</source>
        <translation>Gespeicherte Antworten vergessen…</translation>
    </message>
    <message>
        <source>Clear caches and counters…</source>
        <translation>Caches und Zähler leeren…</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Gesetzt</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Possible values</source>
        <translation>Mögliche Werte</translation>
    </message>
    <message>
        <source>reading the settings again</source>
        <translation>neues Lesen der Einstellungen</translation>
    </message>
    <message>
        <source>a restart of the gateway</source>
        <translation>einen Neustart des Gateways</translation>
    </message>
    <message>
        <source>Copied without the value: secrets are not shown.</source>
        <translation>Ohne den Wert kopiert: Geheimnisse werden nicht gezeigt.</translation>
    </message>
    <message>
        <source>Copied. It goes into the .env file of the gateway.</source>
        <translation>Kopiert. Die Zeile gehört in die .env-Datei des Gateways.</translation>
    </message>
    <message>
        <source>The settings were not read again; those in effect stay.</source>
        <translation>Die Einstellungen wurden nicht neu gelesen; die geltenden bleiben.</translation>
    </message>
    <message>
        <source>Nothing has changed since the settings were read last.</source>
        <translation>Seit dem letzten Lesen der Einstellungen hat sich nichts geändert.</translation>
    </message>
    <message>
        <source>In effect now: %1</source>
        <translation>Gilt ab jetzt: %1</translation>
    </message>
    <message>
        <source>Changed, but only after a restart: %1</source>
        <translation>Geändert, gilt aber erst nach einem Neustart: %1</translation>
    </message>
    <message>
        <source>Forget all cached answers?</source>
        <translation>Alle gespeicherten Antworten vergessen?</translation>
    </message>
    <message>
        <source>The next calls go to the servers again, which may be many at once.</source>
        <translation>Die nächsten Aufrufe gehen wieder zu den Servern; das können viele zugleich sein.</translation>
    </message>
    <message>
        <source>Forget answers</source>
        <translation>Antworten vergessen</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) forgotten.</source>
        <translation>
            <numerusform>%n Antwort vergessen.</numerusform>
            <numerusform>%n Antworten vergessen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The cached answers were not forgotten.</source>
        <translation>Die gespeicherten Antworten wurden nicht vergessen.</translation>
    </message>
    <message>
        <source>Clear all caches and counters?</source>
        <translation>Alle Caches und Zähler leeren?</translation>
    </message>
    <message>
        <source>Rate limits begin anew for everybody, and cached answers are forgotten. This cannot be taken back.</source>
        <translation>Ratenbegrenzungen beginnen für alle neu, und gespeicherte Antworten werden vergessen. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Caches and counters are cleared.</source>
        <translation>Caches und Zähler sind geleert.</translation>
    </message>
    <message>
        <source>The caches were not cleared.</source>
        <translation>Die Caches wurden nicht geleert.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GoLivePage</name>
    <message>
        <source>Go-live checklist</source>
        <translation>Checkliste vor dem Start</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Als CSV exportieren …</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>The checklist could not be read.</source>
        <translation>Die Checkliste konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Ready for production</source>
        <translation>Bereit für die Produktion</translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) stand against it</source>
        <translation>
            <numerusform>%n Prüfung spricht dagegen</numerusform>
            <numerusform>%n Prüfungen sprechen dagegen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 green, checked %3</source>
        <translation>%1 von %2 grün, geprüft %3</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Nichts.</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin gehen</translation>
    </message>
    <message>
        <source>The checklist has not been read yet.</source>
        <translation>Die Liste ist noch nicht gelesen.</translation>
    </message>
    <message>
        <source>Report to print (PDF)…</source>
        <translation>Bericht zum Drucken (PDF)…</translation>
    </message>
    <message>
        <source>Report as a web page (HTML)…</source>
        <translation>Bericht als Webseite (HTML)…</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GroupsPage</name>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Search groups</source>
        <translation>Gruppen suchen</translation>
    </message>
    <message>
        <source>The groups could not be read.</source>
        <translation>Die Gruppen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Create group</source>
        <translation>Gruppe anlegen</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Neue Gruppe</translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation>Gruppe %1</translation>
    </message>
    <message>
        <source>APIs admit callers by group: put users into a group, and name it in the API.</source>
        <translation>APIs lassen Aufrufer nach Gruppe zu: Benutzer in eine Gruppe aufnehmen und die Gruppe in der API nennen.</translation>
    </message>
    <message>
        <source>Delete group %1?</source>
        <translation>Gruppe %1 löschen?</translation>
    </message>
    <message>
        <source>Users who reach an API only through this group are refused there from now on.</source>
        <translation>Benutzer, die eine API nur über diese Gruppe erreichen, werden dort ab jetzt abgelehnt.</translation>
    </message>
    <message>
        <source>Delete group</source>
        <translation>Gruppe löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::HeatMap</name>
    <message>
        <source>A map of counts; the same numbers are there as a table.</source>
        <translation>Eine Karte von Anzahlen; dieselben Zahlen gibt es als Tabelle.</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>eine Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ImportDialog</name>
    <message>
        <source>Can be imported</source>
        <translation>Kann importiert werden</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>External id</source>
        <translation>Externe Kennung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Import consumers</source>
        <translation>Konsumenten importieren</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>The import stopped; what is marked as imported is stored.</source>
        <translation>Der Import wurde angehalten; was als importiert markiert ist, ist gespeichert.</translation>
    </message>
    <message numerus="yes">
        <source>%n can be imported</source>
        <translation>
            <numerusform>%n kann importiert werden</numerusform>
            <numerusform>%n können importiert werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n imported</source>
        <translation>
            <numerusform>%n importiert</numerusform>
            <numerusform>%n importiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faulty</source>
        <translation>
            <numerusform>%n fehlerhaft</numerusform>
            <numerusform>%n fehlerhaft</numerusform>
        </translation>
    </message>
    <message>
        <source>The file holds no rows.</source>
        <translation>Die Datei enthält keine Zeilen.</translation>
    </message>
    <message numerus="yes">
        <source>Import %n consumer(s)</source>
        <translation>
            <numerusform>%n Konsumenten importieren</numerusform>
            <numerusform>%n Konsumenten importieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The file cannot be imported. Its first line must name the columns external_id, name and email; company, description, groups and certificate_pem are optional.</source>
        <translation>Die Datei kann nicht importiert werden. Ihre erste Zeile muss die Spalten external_id, name und email nennen; company, description, groups und certificate_pem sind freiwillig.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::JsonTab</name>
    <message>
        <source>Line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>Document as JSON</source>
        <translation>Dokument als JSON</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>The call that stores it, for a script. Secrets and the token are left out.</source>
        <translation>Der Aufruf, der es speichert, für ein Skript. Geheimnisse und Token bleiben weg.</translation>
    </message>
    <message>
        <source>It must be an object: { … }</source>
        <translation>Es muss ein Objekt sein: { … }</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 is no field of this form</source>
        <translation>%1 ist kein Feld dieses Formulars</translation>
    </message>
    <message>
        <source>%1 cannot be changed here</source>
        <translation>%1 kann hier nicht geändert werden</translation>
    </message>
    <message>
        <source>%1 has no fitting value</source>
        <translation>%1 hat keinen passenden Wert</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::KeyLookupDialog</name>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Rotated out</source>
        <translation>Abgelöst</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>Konsument</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Whose key is this?</source>
        <translation>Wem gehört dieser Schlüssel?</translation>
    </message>
    <message>
        <source>A key, the beginning of a key, or an e-mail address</source>
        <translation>Ein Schlüssel, der Anfang eines Schlüssels oder eine E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>The key could not be looked up.</source>
        <translation>Der Schlüssel konnte nicht nachgeschlagen werden.</translation>
    </message>
    <message>
        <source>This key is accepted</source>
        <translation>Dieser Schlüssel wird angenommen</translation>
    </message>
    <message>
        <source>This key is refused: %1</source>
        <translation>Dieser Schlüssel wird abgewiesen: %1</translation>
    </message>
    <message>
        <source>No such key is known</source>
        <translation>Ein solcher Schlüssel ist nicht bekannt</translation>
    </message>
    <message>
        <source>The keys could not be read.</source>
        <translation>Die Schlüssel konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No key fits.</source>
        <translation>Kein Schlüssel passt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::KeyPane</name>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Copy a test call</source>
        <translation>Testaufruf kopieren</translation>
    </message>
    <message>
        <source>This is the only time the key is shown. The gateway keeps no copy of it.</source>
        <translation>Der Schlüssel wird nur dieses eine Mal gezeigt. Das Gateway behält keine Kopie.</translation>
    </message>
    <message>
        <source>Save as file…</source>
        <translation>Als Datei speichern…</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Copied. Put the key where KEY stands.</source>
        <translation>Kopiert. Setzen Sie den Schlüssel an die Stelle von KEY.</translation>
    </message>
    <message>
        <source>Close without taking the key?</source>
        <translation>Schließen, ohne den Schlüssel mitzunehmen?</translation>
    </message>
    <message>
        <source>It was neither copied nor saved, and it is never shown again. A lost key can only be replaced by rotating it.</source>
        <translation>Er wurde weder kopiert noch gespeichert und wird nie wieder gezeigt. Ein verlorener Schlüssel kann nur durch einen Wechsel ersetzt werden.</translation>
    </message>
    <message>
        <source>Close anyway</source>
        <translation>Trotzdem schließen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Signing key</source>
        <translation>Signaturschlüssel</translation>
    </message>
    <message>
        <source>This is the only time it is shown. The gateway never tells it again.</source>
        <translation>Nur dieses eine Mal wird es gezeigt. Das Gateway sagt es nie wieder.</translation>
    </message>
    <message>
        <source>Save: %1</source>
        <translation>Speichern: %1</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>Testaufruf senden</translation>
    </message>
    <message>
        <source>Path of the test call</source>
        <translation>Pfad des Testaufrufs</translation>
    </message>
    <message>
        <source>The gateway takes the key.</source>
        <translation>Das Gateway nimmt den Schlüssel an.</translation>
    </message>
    <message>
        <source>The gateway takes the key. This is the answer of the server: try a path that it has.</source>
        <translation>Das Gateway nimmt den Schlüssel an. Das ist die Antwort des Servers: Versuchen Sie einen Pfad, den er hat.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::KeychainSecretStore</name>
    <message>
        <source>the keychain of the desktop</source>
        <translation>im Schlüsselbund des Desktops</translation>
    </message>
    <message>
        <source>The keychain is locked, so the password was not removed.</source>
        <translation>Der Schlüsselbund ist gesperrt, daher wurde das Kennwort nicht entfernt.</translation>
    </message>
    <message>
        <source>The keychain is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>The keychain still holds the password.</source>
        <translation>Der Schlüsselbund enthält das Kennwort noch.</translation>
    </message>
    <message>
        <source>There is no session bus.</source>
        <translation>Es gibt keinen Sitzungsbus.</translation>
    </message>
    <message>
        <source>No keychain service is installed or running on this desktop.</source>
        <translation>Auf diesem Desktop ist kein Schlüsselbunddienst installiert oder aktiv.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LimitRulesPage</name>
    <message>
        <source>Enabled</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>%1 per %2</source>
        <translation>%1 pro %2</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>%1 is not applied any more.</source>
        <translation>%1 wird nicht mehr angewendet.</translation>
    </message>
    <message>
        <source>%1 is applied.</source>
        <translation>%1 wird angewendet.</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Limit rules</source>
        <translation>Grenzregeln</translation>
    </message>
    <message>
        <source>Search limit rules</source>
        <translation>Grenzregeln suchen</translation>
    </message>
    <message>
        <source>The limit rules could not be read.</source>
        <translation>Die Grenzregeln konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zählt</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Burst</source>
        <translation>Stoß</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Create limit rule</source>
        <translation>Grenzregel anlegen</translation>
    </message>
    <message>
        <source>New limit rule</source>
        <translation>Neue Grenzregel</translation>
    </message>
    <message>
        <source>Limit rule %1</source>
        <translation>Grenzregel %1</translation>
    </message>
    <message>
        <source>Delete limit rule %1?</source>
        <translation>Grenzregel %1 löschen?</translation>
    </message>
    <message>
        <source>What it held back passes from now on.</source>
        <translation>Was sie aufhielt, kommt von nun an durch.</translation>
    </message>
    <message>
        <source>Delete limit rule</source>
        <translation>Grenzregel löschen</translation>
    </message>
    <message>
        <source>A limit rule counts requests per user, API, operation or address, beside the limits of plans and users.</source>
        <translation>Eine Grenzregel zählt Anfragen pro Benutzer, API, Operation oder Adresse, neben den Grenzen von Plänen und Benutzern.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ListPage</name>
    <message>
        <source>offline, as of %1</source>
        <translation>offline, Stand %1</translation>
    </message>
    <message>
        <source>Select a row first.</source>
        <translation>Wählen Sie erst eine Zeile.</translation>
    </message>
    <message>
        <source>Export as %1…</source>
        <translation>Als %1 exportieren…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>The export could not be written.</source>
        <translation>Der Export konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Nothing found for “%1”. Esc in the search field shows everything again.</source>
        <translation>Nichts gefunden für „%1“. Esc im Suchfeld zeigt wieder alles.</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>A page could not be read.</source>
        <translation>Eine Seite konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing fits the filter.</source>
        <translation>Nichts passt zum Filter.</translation>
    </message>
    <message>
        <source>This address of the gateway does not serve this place. Connect to its admin listener (ADMIN_PORT, usually 8000).</source>
        <translation>Diese Adresse des Gateways bedient diesen Ort nicht. Verbinden Sie sich mit seinem Verwaltungszugang (ADMIN_PORT, meist 8000).</translation>
    </message>
    <message>
        <source>This is done with one row. Select only one.</source>
        <translation>Das geht mit einer Zeile. Wählen Sie nur eine.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) selected</source>
        <translation>
            <numerusform>%n Zeile ausgewählt</numerusform>
            <numerusform>%n Zeilen ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select all %1</source>
        <translation>Alle %1 auswählen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LiveChart</name>
    <message>
        <source>A chart; the same numbers are there as a table.</source>
        <translation>Ein Diagramm; dieselben Zahlen gibt es als Tabelle.</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LocalGateway</name>
    <message>
        <source>Gateway on this machine</source>
        <translation>Gateway auf diesem Rechner</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>There is no gatehouse-gateway beside this program or in the PATH.</source>
        <translation>Neben diesem Programm und im PATH gibt es kein gatehouse-gateway.</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>%1 kann nicht gestartet werden: %2</translation>
    </message>
    <message>
        <source>The gateway ended while it was starting.</source>
        <translation>Das Gateway hat sich beim Starten beendet.</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>Das Gateway antwortet nicht.</translation>
    </message>
    <message>
        <source>The gateway has ended.</source>
        <translation>Das Gateway hat sich beendet.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LocalGatewayDialog</name>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Stop it when the console closes</source>
        <translation>Stoppen, wenn die Konsole geschlossen wird</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Gateway on this machine</source>
        <translation>Gateway auf diesem Rechner</translation>
    </message>
    <message>
        <source>Needs nothing else: no database, no service. Its data and its keys are in %1; only you can read them.</source>
        <translation>Braucht nichts weiter: keine Datenbank, keinen Dienst. Seine Daten und Schlüssel liegen in %1; nur Sie können sie lesen.</translation>
    </message>
    <message>
        <source>Log of the gateway</source>
        <translation>Protokoll des Gateways</translation>
    </message>
    <message>
        <source>What the gateway says appears here.</source>
        <translation>Hier steht, was das Gateway meldet.</translation>
    </message>
    <message>
        <source>Traffic on http://127.0.0.1:%1, administration on http://127.0.0.1:%2</source>
        <translation>Verkehr auf http://127.0.0.1:%1, Verwaltung auf http://127.0.0.1:%2</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LockPage</name>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>The console is locked</source>
        <translation>Die Konsole ist gesperrt</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>%1 at %2. What was open is still there, also what has not been saved.</source>
        <translation>%1 an %2. Was offen war, ist noch da, auch Ungespeichertes.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LoginBar</name>
    <message>
        <source>Keep it in %1</source>
        <translation>Merken: %1</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Log in to %1 as %2.</source>
        <translation>An %1 als %2 anmelden.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::LogsPage</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Took (ms)</source>
        <translation>Dauer (ms)</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Anfrage-ID</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>New lines come by themselves while the newest is in view</source>
        <translation>Neue Zeilen kommen von selbst, solange die neueste zu sehen ist</translation>
    </message>
    <message>
        <source>Without administration</source>
        <translation>Ohne Verwaltung</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>Protokollzeilen</translation>
    </message>
    <message>
        <source>The log could not be read.</source>
        <translation>Das Protokoll konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Only this request</source>
        <translation>Nur diese Anfrage</translation>
    </message>
    <message>
        <source>Try it again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Export as %1…</source>
        <translation>Als %1 exportieren …</translation>
    </message>
    <message>
        <source>Nothing has been logged yet.</source>
        <translation>Bisher wurde nichts protokolliert.</translation>
    </message>
    <message>
        <source>No line fits the search.</source>
        <translation>Keine Zeile passt zur Suche.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>The log could not be exported.</source>
        <translation>Das Protokoll konnte nicht exportiert werden.</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Time (%1)</source>
        <translation>Zeit (%1)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Search: api:orders status:5xx slower:100 /path</source>
        <translation>Suche: api:orders status:5xx slower:100 /pfad</translation>
    </message>
    <message>
        <source>Words are looked for in the path. Fields: api, user, method, status (502 or 5xx), level, ip, id (of the request), path, slower and faster (milliseconds), from and to (2026-01-31, UTC).</source>
        <translation>Wörter werden im Pfad gesucht. Felder: api, user, method, status (502 oder 5xx), level, ip, id (der Anfrage), path, slower und faster (Millisekunden), from und to (2026-01-31, UTC).</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::MainWindow</name>
    <message>
        <source>%1 Passwords are kept for this session only; nothing is written to disk.</source>
        <translation>%1 Kennwörter gelten nur für diese Sitzung; nichts wird auf die Platte geschrieben.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>Über Gatehouse</translation>
    </message>
    <message>
        <source>Connections…</source>
        <translation>Verbindungen …</translation>
    </message>
    <message>
        <source>Retry the connection now</source>
        <translation>Verbindung jetzt neu versuchen</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>Offline arbeiten</translation>
    </message>
    <message>
        <source>You chose to work offline.</source>
        <translation>Sie arbeiten auf eigenen Wunsch offline.</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>Befehle …</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Search in this place</source>
        <translation>An diesem Ort suchen</translation>
    </message>
    <message>
        <source>Navigation tree</source>
        <translation>Navigationsbaum</translation>
    </message>
    <message>
        <source>Theme: %1</source>
        <translation>Design: %1</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Gatehouse console</source>
        <translation>Gatehouse-Konsole</translation>
    </message>
    <message>
        <source>Diagnostics copied; they hold no secret.</source>
        <translation>Diagnose kopiert; sie enthält keine Geheimnisse.</translation>
    </message>
    <message>
        <source>Gatehouse console %1</source>
        <translation>Gatehouse-Konsole %1</translation>
    </message>
    <message>
        <source>Administers Gatehouse API gateways.
Licence: GPL-3.0-or-later. Built with Qt %1.</source>
        <translation>Verwaltet Gatehouse-API-Gateways.
Lizenz: GPL-3.0-or-later. Erstellt mit Qt %1.</translation>
    </message>
    <message>
        <source>%1
What you see is as of the last answer; changes are disabled.</source>
        <translation>%1
Sie sehen den Stand der letzten Antwort; Änderungen sind gesperrt.</translation>
    </message>
    <message>
        <source>Help on this place</source>
        <translation>Hilfe zu diesem Ort</translation>
    </message>
    <message>
        <source>Start the gateway on this machine</source>
        <translation>Gateway auf diesem Rechner starten</translation>
    </message>
    <message>
        <source>Administration on port %1</source>
        <translation>Verwaltung auf Port %1</translation>
    </message>
    <message>
        <source>Gateway on this machine…</source>
        <translation>Gateway auf diesem Rechner …</translation>
    </message>
    <message>
        <source>Tasks…</source>
        <translation>Aufgaben …</translation>
    </message>
    <message>
        <source>First action of this place</source>
        <translation>Erste Aktion dieses Orts</translation>
    </message>
    <message>
        <source>Actions for the selected rows…</source>
        <translation>Aktionen für die ausgewählten Zeilen…</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>My password…</source>
        <translation>Mein Kennwort…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::MessageBar</name>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Check that the gateway runs and that its address is right, then retry.</source>
        <translation>Prüfen Sie, ob das Gateway läuft und die Adresse stimmt, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The gateway may be busy; retry in a moment.</source>
        <translation>Das Gateway ist vielleicht ausgelastet; versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Log in again; what you typed is kept.</source>
        <translation>Melden Sie sich erneut an; Ihre Eingaben bleiben erhalten.</translation>
    </message>
    <message>
        <source>Ask an administrator for the permission named above.</source>
        <translation>Bitten Sie einen Administrator um die oben genannte Berechtigung.</translation>
    </message>
    <message>
        <source>Reload to see what has changed, then try again.</source>
        <translation>Laden Sie neu, um die Änderungen zu sehen, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Wait until the limit is free again.</source>
        <translation>Warten Sie, bis die Grenze wieder frei ist.</translation>
    </message>
    <message>
        <source>Correct the fields named above.</source>
        <translation>Berichtigen Sie die oben genannten Felder.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Navigation</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::NewLoginDialog</name>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>For APIs that ask for a name and a password (HTTP Basic). Leave the secret empty and a strong one is made and shown once.</source>
        <translation>Für APIs, die Namen und Kennwort verlangen (HTTP Basic). Bleibt das Geheimnis leer, wird ein starkes erzeugt und einmal gezeigt.</translation>
    </message>
    <message>
        <source>Make password</source>
        <translation>Kennwort erzeugen</translation>
    </message>
    <message>
        <source>The password was not made.</source>
        <translation>Das Kennwort wurde nicht erzeugt.</translation>
    </message>
    <message>
        <source>New signing key</source>
        <translation>Neuer Signaturschlüssel</translation>
    </message>
    <message>
        <source>For APIs whose requests are signed (HMAC). Leave the secret empty and a strong one is made and shown once.</source>
        <translation>Für APIs, deren Anfragen signiert werden (HMAC). Bleibt das Geheimnis leer, wird ein starkes erzeugt und einmal gezeigt.</translation>
    </message>
    <message>
        <source>Make signing key</source>
        <translation>Signaturschlüssel erzeugen</translation>
    </message>
    <message>
        <source>The signing key was not made.</source>
        <translation>Der Signaturschlüssel wurde nicht erzeugt.</translation>
    </message>
    <message>
        <source>%1 can log in now.</source>
        <translation>%1 kann sich jetzt ausweisen.</translation>
    </message>
    <message>
        <source>User name: %1</source>
        <translation>Benutzername: %1</translation>
    </message>
    <message>
        <source>Key id: %1</source>
        <translation>Schlüssel-ID: %1</translation>
    </message>
    <message>
        <source>New password of %1</source>
        <translation>Neues Kennwort von %1</translation>
    </message>
    <message>
        <source>New signing key %1</source>
        <translation>Neuer Signaturschlüssel %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::OnboardingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Without subscription</source>
        <translation>Ohne Abonnement</translation>
    </message>
    <message>
        <source>Makes the consumer now; it can be subscribed later.</source>
        <translation>Legt den Konsumenten jetzt an; abonniert werden kann später.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>New consumer</source>
        <translation>Neuer Konsument</translation>
    </message>
    <message>
        <source>What may %1 call?</source>
        <translation>Was darf %1 aufrufen?</translation>
    </message>
    <message>
        <source>New subscription</source>
        <translation>Neues Abonnement</translation>
    </message>
    <message>
        <source>The key</source>
        <translation>Der Schlüssel</translation>
    </message>
    <message>
        <source>%1 (step %2 of %3)</source>
        <translation>%1 (Schritt %2 von %3)</translation>
    </message>
    <message>
        <source>Consumer: %1 &lt;%2&gt;</source>
        <translation>Konsument: %1 &lt;%2&gt;</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The consumer was not created.</source>
        <translation>Der Konsument wurde nicht angelegt.</translation>
    </message>
    <message>
        <source>%1 was created.</source>
        <translation>%1 wurde angelegt.</translation>
    </message>
    <message>
        <source>The consumer is stored, but the subscription was not made.</source>
        <translation>Der Konsument ist gespeichert, aber das Abonnement wurde nicht angelegt.</translation>
    </message>
    <message>
        <source>The subscription was not made.</source>
        <translation>Das Abonnement wurde nicht angelegt.</translation>
    </message>
    <message>
        <source>The plan needs approval: the key works once somebody has approved the subscription.</source>
        <translation>Der Plan verlangt eine Freigabe: Der Schlüssel gilt, sobald jemand das Abonnement freigegeben hat.</translation>
    </message>
    <message>
        <source>The key works now. Send it in the header X-API-Key.</source>
        <translation>Der Schlüssel gilt ab jetzt. Senden Sie ihn in der Kopfzeile X-API-Key.</translation>
    </message>
    <message>
        <source>See the marked fields.</source>
        <translation>Siehe die markierten Felder.</translation>
    </message>
    <message>
        <source>%1 takes no API keys: its authentication is &quot;%2&quot;. Edit the API to change that.</source>
        <translation>%1 nimmt keine API-Schlüssel: die Anmeldung ist „%2“. Bearbeiten Sie die API, um das zu ändern.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::OperationDialog</name>
    <message>
        <source>Operation %1</source>
        <translation>Operation %1</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::OperationsEditor</name>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>URI</source>
        <translation>URI</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>What callers can reach. A call to anything else is answered 404.</source>
        <translation>Was Aufrufer erreichen. Jeder andere Aufruf wird mit 404 beantwortet.</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Operationen</translation>
    </message>
    <message>
        <source>/items/{id}</source>
        <translation>/artikel/{id}</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>%1 is there already.</source>
        <translation>%1 gibt es schon.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Validation…</source>
        <translation>Prüfung…</translation>
    </message>
    <message>
        <source>What requests must be like; for operations that are stored</source>
        <translation>Wie Anfragen aussehen müssen; für gespeicherte Operationen</translation>
    </message>
    <message>
        <source>Every path of the server can be reached, as the match of this API says. An operation gives its path settings of its own.</source>
        <translation>Jeder Pfad des Servers ist erreichbar, wie diese API es sagt. Eine Operation gibt ihrem Pfad eigene Einstellungen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::OwnPasswordDialog</name>
    <message>
        <source>My password</source>
        <translation>Mein Kennwort</translation>
    </message>
    <message>
        <source>Current password</source>
        <translation>Bisheriges Kennwort</translation>
    </message>
    <message>
        <source>is needed</source>
        <translation>wird gebraucht</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Page</name>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PasswordDialog</name>
    <message>
        <source>Password of %1</source>
        <translation>Kennwort von %1</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Kennwort setzen</translation>
    </message>
    <message>
        <source>The password was not changed.</source>
        <translation>Das Kennwort wurde nicht geändert.</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dasselbe</translation>
    </message>
    <message>
        <source>is not the same as above</source>
        <translation>ist nicht dasselbe wie oben</translation>
    </message>
    <message>
        <source>%1 has a new password.</source>
        <translation>%1 hat ein neues Kennwort.</translation>
    </message>
    <message>
        <source>The old password stops working at once; sessions that are open go on.</source>
        <translation>Das alte Kennwort gilt sofort nicht mehr; offene Sitzungen laufen weiter.</translation>
    </message>
    <message>
        <source>the password of admin is set where the gateway is started (DOORMAN_ADMIN_PASSWORD) and cannot be changed here</source>
        <translation>das Kennwort von admin wird dort gesetzt, wo das Gateway gestartet wird (DOORMAN_ADMIN_PASSWORD), und lässt sich hier nicht ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PasswordHints</name>
    <message>
        <source>%1 to %2 characters</source>
        <translation>%1 bis %2 Zeichen</translation>
    </message>
    <message>
        <source>an upper case letter</source>
        <translation>ein Großbuchstabe</translation>
    </message>
    <message>
        <source>a lower case letter</source>
        <translation>ein Kleinbuchstabe</translation>
    </message>
    <message>
        <source>a digit</source>
        <translation>eine Ziffer</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>%1: met</source>
        <translation>%1: erfüllt</translation>
    </message>
    <message>
        <source>%1: missing</source>
        <translation>%1: fehlt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PictureOrTable</name>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show %1 as table</source>
        <translation>%1 als Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PlanDialog</name>
    <message>
        <source>Plan of %1 on %2</source>
        <translation>Plan von %1 für %2</translation>
    </message>
    <message>
        <source>The limits of the new plan hold at once. Without a plan those of the consumer hold.</source>
        <translation>Die Grenzen des neuen Plans gelten sofort. Ohne Plan gelten die des Konsumenten.</translation>
    </message>
    <message>
        <source>Change plan</source>
        <translation>Plan ändern</translation>
    </message>
    <message>
        <source>The plan was not changed.</source>
        <translation>Der Plan wurde nicht geändert.</translation>
    </message>
    <message>
        <source>%1 has no plan of its own now.</source>
        <translation>%1 hat jetzt keinen eigenen Plan.</translation>
    </message>
    <message>
        <source>%1 has the plan %2 now.</source>
        <translation>%1 hat jetzt den Plan %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PlansPage</name>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>Veraltet</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angeboten</translation>
    </message>
    <message>
        <source>by a person</source>
        <translation>durch eine Person</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivieren</translation>
    </message>
    <message>
        <source>%1 is not offered any more; who has it keeps it.</source>
        <translation>%1 wird nicht mehr angeboten; wer ihn hat, behält ihn.</translation>
    </message>
    <message>
        <source>%1 is offered again.</source>
        <translation>%1 wird wieder angeboten.</translation>
    </message>
    <message>
        <source>Offer again</source>
        <translation>Wieder anbieten</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Limits (requests)</source>
        <translation>Grenzen (Anfragen)</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>Pro Sekunde</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>Pro Minute</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>Pro Tag</translation>
    </message>
    <message>
        <source>Per month</source>
        <translation>Pro Monat</translation>
    </message>
    <message>
        <source>Burst</source>
        <translation>Stoß</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Subscriptions are approved</source>
        <translation>Abonnements werden freigegeben</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Search plans</source>
        <translation>Pläne suchen</translation>
    </message>
    <message>
        <source>The plans could not be read.</source>
        <translation>Die Pläne konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Create plan</source>
        <translation>Plan anlegen</translation>
    </message>
    <message>
        <source>New plan</source>
        <translation>Neuer Plan</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>Plan %1</translation>
    </message>
    <message>
        <source>A plan says how many requests a consumer may send per second, minute, day and month.</source>
        <translation>Ein Plan sagt, wie viele Anfragen ein Konsument pro Sekunde, Minute, Tag und Monat senden darf.</translation>
    </message>
    <message>
        <source>Delete plan %1?</source>
        <translation>Plan %1 löschen?</translation>
    </message>
    <message>
        <source>Only a plan that nobody has can be deleted; archive it when it is in use.</source>
        <translation>Nur ein Plan, den niemand hat, lässt sich löschen; archivieren Sie ihn, wenn er benutzt wird.</translation>
    </message>
    <message>
        <source>Delete plan</source>
        <translation>Plan löschen</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PoliciesPage</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>Enforced</source>
        <translation>Durchgesetzt</translation>
    </message>
    <message numerus="yes">
        <source>%n API(s) or tenant(s)</source>
        <translation>
            <numerusform>%n API oder Mandant</numerusform>
            <numerusform>%n APIs oder Mandanten</numerusform>
        </translation>
    </message>
    <message>
        <source>every API</source>
        <translation>jede API</translation>
    </message>
    <message>
        <source>every API of %1</source>
        <translation>jede API von %1</translation>
    </message>
    <message>
        <source>%1 is applied.</source>
        <translation>%1 wird angewendet.</translation>
    </message>
    <message>
        <source>%1 is not applied any more.</source>
        <translation>%1 wird nicht mehr angewendet.</translation>
    </message>
    <message>
        <source>%1 only records what it would refuse.</source>
        <translation>%1 hält nur fest, was es abweisen würde.</translation>
    </message>
    <message>
        <source>%1 is enforced.</source>
        <translation>%1 wird durchgesetzt.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Start dry run</source>
        <translation>Probelauf beginnen</translation>
    </message>
    <message>
        <source>Enforce</source>
        <translation>Durchsetzen</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>In Worten</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Geltungsbereich</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Lower runs first</source>
        <translation>Kleinere laufen zuerst</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Richtlinien</translation>
    </message>
    <message>
        <source>Search policies</source>
        <translation>Richtlinien suchen</translation>
    </message>
    <message>
        <source>The policies could not be read.</source>
        <translation>Die Richtlinien konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Create policy</source>
        <translation>Richtlinie anlegen</translation>
    </message>
    <message>
        <source>New policy</source>
        <translation>Neue Richtlinie</translation>
    </message>
    <message>
        <source>Policy %1</source>
        <translation>Richtlinie %1</translation>
    </message>
    <message>
        <source>A policy limits, filters or changes calls: for one API, a tenant or the whole gateway.</source>
        <translation>Eine Richtlinie begrenzt, filtert oder ändert Aufrufe: für eine API, einen Mandanten oder das ganze Gateway.</translation>
    </message>
    <message>
        <source>Delete policy %1?</source>
        <translation>Richtlinie %1 löschen?</translation>
    </message>
    <message>
        <source>It is not applied any more. An earlier revision brings it back.</source>
        <translation>Sie wird nicht mehr angewendet. Eine frühere Revision bringt sie zurück.</translation>
    </message>
    <message>
        <source>Delete policy</source>
        <translation>Richtlinie löschen</translation>
    </message>
    <message>
        <source>Every type</source>
        <translation>Jeder Typ</translation>
    </message>
    <message>
        <source>On and off</source>
        <translation>Ein und aus</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Abgeschaltet</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PolicyTypeDialog</name>
    <message>
        <source>New policy</source>
        <translation>Neue Richtlinie</translation>
    </message>
    <message>
        <source>What should the policy do?</source>
        <translation>Was soll die Richtlinie tun?</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PreferencesDialog</name>
    <message>
        <source>Follow the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Keychain of the desktop</source>
        <translation>Schlüsselbund des Desktops</translation>
    </message>
    <message>
        <source>Memory, until the console is closed</source>
        <translation>Arbeitsspeicher, bis die Konsole geschlossen wird</translation>
    </message>
    <message>
        <source>Language of the desktop</source>
        <translation>Sprache des Desktops</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Already used by: %1</source>
        <translation>Schon vergeben an: %1</translation>
    </message>
    <message>
        <source>Reset all shortcuts</source>
        <translation>Alle Tastenkürzel zurücksetzen</translation>
    </message>
    <message>
        <source>Where it was closed</source>
        <translation>Wo sie geschlossen wurde</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ProfileForm</name>
    <message>
        <source>Keep the password in %1</source>
        <translation>Kennwort merken: %1</translation>
    </message>
    <message>
        <source>Read-only: this console changes nothing on this gateway</source>
        <translation>Nur lesend: diese Konsole ändert nichts an diesem Gateway</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>How this gateway is called in the console.</source>
        <translation>Wie dieses Gateway in der Konsole heißt.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Of the admin listener; http:// only for this machine.</source>
        <translation>Des Verwaltungszugangs; http:// nur für diesen Rechner.</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User name or e-mail address.</source>
        <translation>Benutzername oder E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Colours the window; in production dangerous actions ask for the name.</source>
        <translation>Färbt das Fenster; in Produktion fragen gefährliche Aktionen nach dem Namen.</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA-Datei</translation>
    </message>
    <message>
        <source>checking …</source>
        <translation>wird geprüft …</translation>
    </message>
    <message>
        <source>PEM file of your own certificate authority; then no other is trusted.</source>
        <translation>PEM-Datei der eigenen Zertifizierungsstelle; dann wird keiner anderen vertraut.</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>Client-Zertifikat</translation>
    </message>
    <message>
        <source>PEM file, where the gateway demands one (ADMIN_TLS=mutual).</source>
        <translation>PEM-Datei, wo das Gateway eines verlangt (ADMIN_TLS=mutual).</translation>
    </message>
    <message>
        <source>Its private key</source>
        <translation>Sein privater Schlüssel</translation>
    </message>
    <message>
        <source>PEM file without a pass phrase, readable only by you.</source>
        <translation>PEM-Datei ohne Passphrase, nur für Sie lesbar.</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>Datei wählen: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::QuotasPage</name>
    <message>
        <source>No quota</source>
        <translation>Kein Kontingent</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>Konsument</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Most used</source>
        <translation>Am meisten verbraucht</translation>
    </message>
    <message>
        <source>Quota</source>
        <translation>Kontingent</translation>
    </message>
    <message>
        <source>Begins anew</source>
        <translation>Beginnt neu</translation>
    </message>
    <message>
        <source>Use of quotas</source>
        <translation>Kontingente</translation>
    </message>
    <message>
        <source>Search by name, e-mail or external id</source>
        <translation>Suche nach Name, E-Mail oder externer Kennung</translation>
    </message>
    <message>
        <source>The quotas could not be read.</source>
        <translation>Die Kontingente konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>80 % used or more</source>
        <translation>80 % und mehr verbraucht</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Erschöpft</translation>
    </message>
    <message>
        <source>Show the consumer</source>
        <translation>Konsumenten zeigen</translation>
    </message>
    <message>
        <source>Start the quotas anew</source>
        <translation>Kontingente neu beginnen</translation>
    </message>
    <message>
        <source>Start the quotas of %1 anew?</source>
        <translation>Kontingente von %1 neu beginnen?</translation>
    </message>
    <message>
        <source>What has been used of them is forgotten; the consumer may use all of them once more. This cannot be taken back.</source>
        <translation>Das Verbrauchte wird vergessen; der Konsument darf alles noch einmal verbrauchen. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>The quotas of %1 begin anew.</source>
        <translation>Die Kontingente von %1 beginnen neu.</translation>
    </message>
    <message>
        <source>Plans and policies set quotas; here you see what consumers have used of them. There is no consumer yet.</source>
        <translation>Pläne und Richtlinien setzen Kontingente; hier steht, was Konsumenten davon verbraucht haben. Noch gibt es keinen Konsumenten.</translation>
    </message>
    <message>
        <source>Show consumers</source>
        <translation>Konsumenten zeigen</translation>
    </message>
    <message>
        <source>External id</source>
        <translation>Externe Kennung</translation>
    </message>
    <message>
        <source>Quotas</source>
        <translation>Kontingente</translation>
    </message>
    <message>
        <source>Neither a plan nor a policy sets a quota.</source>
        <translation>Weder ein Plan noch eine Richtlinie setzt ein Kontingent.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RangeDialog</name>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>In the time of this computer.</source>
        <translation>In der Zeit dieses Rechners.</translation>
    </message>
    <message>
        <source>Time range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>must be later than the beginning</source>
        <translation>muss nach dem Anfang liegen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RelativeTime</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RequestDialog</name>
    <message>
        <source>Ctrl+Return</source>
        <translation>Strg+Eingabe</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RequestForm</name>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Address of the gateway</source>
        <translation>Adresse des Gateways</translation>
    </message>
    <message>
        <source>Path and query</source>
        <translation>Pfad und Abfrage</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Header of the credential</source>
        <translation>Kopfzeile des Nachweises</translation>
    </message>
    <message>
        <source>Token or key</source>
        <translation>Token oder Schlüssel</translation>
    </message>
    <message>
        <source>Headers of the request</source>
        <translation>Kopfzeilen der Anfrage</translation>
    </message>
    <message>
        <source>Body of the request</source>
        <translation>Inhalt der Anfrage</translation>
    </message>
    <message>
        <source>Parts of the request</source>
        <translation>Teile der Anfrage</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Where traffic enters the gateway; kept for this connection</source>
        <translation>Wo Verkehr ins Gateway kommt; wird für diese Verbindung gemerkt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>My session</source>
        <translation>Meine Sitzung</translation>
    </message>
    <message>
        <source>Paste it here; it is not kept</source>
        <translation>Hier einfügen; wird nicht gespeichert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Trace the way through the gateway</source>
        <translation>Weg durchs Gateway verfolgen</translation>
    </message>
    <message>
        <source>The gateway sends the request itself, marked as a test, and tells what every filter decided. Tests do not count as traffic</source>
        <translation>Das Gateway sendet die Anfrage selbst, als Test gekennzeichnet, und sagt, was jeder Filter entschieden hat. Tests zählen nicht als Verkehr</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RevealSecret</name>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Copy; the clipboard is cleared after 30 seconds</source>
        <translation>Kopieren; die Zwischenablage wird nach 30 Sekunden geleert</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ReviewDialog</name>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>No field was changed.</source>
        <translation>Kein Feld wurde geändert.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RevisionsPage</name>
    <message>
        <source>Revisions</source>
        <translation>Revisionen</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Roll back to it…</source>
        <translation>Darauf zurücksetzen…</translation>
    </message>
    <message>
        <source>Load older</source>
        <translation>Ältere laden</translation>
    </message>
    <message>
        <source>Select two revisions, or one to compare it with the newest</source>
        <translation>Wählen Sie zwei Revisionen, oder eine zum Vergleich mit der neuesten</translation>
    </message>
    <message>
        <source>The revisions could not be read.</source>
        <translation>Die Revisionen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The changes could not be read.</source>
        <translation>Die Änderungen konnten nicht gelesen werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ.</source>
        <translation>
            <numerusform>%n Feld ist verschieden.</numerusform>
            <numerusform>%n Felder sind verschieden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Changes of revision %1</source>
        <translation>Änderungen der Revision %1</translation>
    </message>
    <message>
        <source>Revision %1 against %2</source>
        <translation>Revision %1 gegen %2</translation>
    </message>
    <message>
        <source>Roll back to revision %1</source>
        <translation>Auf Revision %1 zurücksetzen</translation>
    </message>
    <message>
        <source>Everything becomes as it was then, as a new revision. Nothing of the history is lost.</source>
        <translation>Alles wird, wie es damals war, als neue Revision. Vom Verlauf geht nichts verloren.</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Roll back to revision %1?</source>
        <translation>Auf Revision %1 zurücksetzen?</translation>
    </message>
    <message>
        <source>It takes effect at once for all traffic.</source>
        <translation>Das gilt sofort für allen Verkehr.</translation>
    </message>
    <message>
        <source>The roll-back to revision %1 failed.</source>
        <translation>Das Zurücksetzen auf Revision %1 ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Rolled back to %1, as revision %2.</source>
        <translation>Auf %1 zurückgesetzt, als Revision %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RolesPage</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Search roles</source>
        <translation>Rollen suchen</translation>
    </message>
    <message>
        <source>The roles could not be read.</source>
        <translation>Die Rollen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Berechtigungen</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Create role</source>
        <translation>Rolle anlegen</translation>
    </message>
    <message>
        <source>New role</source>
        <translation>Neue Rolle</translation>
    </message>
    <message>
        <source>Role %1</source>
        <translation>Rolle %1</translation>
    </message>
    <message>
        <source>A role says what its users may administer.</source>
        <translation>Eine Rolle sagt, was ihre Benutzer verwalten dürfen.</translation>
    </message>
    <message>
        <source>Delete role %1?</source>
        <translation>Rolle %1 löschen?</translation>
    </message>
    <message>
        <source>Users of this role may administer nothing any more until they get another one.</source>
        <translation>Benutzer mit dieser Rolle dürfen nichts mehr verwalten, bis sie eine andere bekommen.</translation>
    </message>
    <message>
        <source>Delete role</source>
        <translation>Rolle löschen</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Erteilt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RotateDialog</name>
    <message>
        <source>%1 on %2</source>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>Rotate the key of %1</source>
        <translation>Schlüssel von %1 wechseln</translation>
    </message>
    <message>
        <source>A new key is made and shown once. Tell the consumer to change over within the grace period; a key that has leaked should end at once, with 0 hours.</source>
        <translation>Ein neuer Schlüssel wird erzeugt und einmal gezeigt. Bitten Sie den Konsumenten, in der Schonfrist umzustellen; ein Schlüssel, der bekannt geworden ist, sollte mit 0 Stunden sofort enden.</translation>
    </message>
    <message>
        <source>Rotate key</source>
        <translation>Schlüssel wechseln</translation>
    </message>
    <message>
        <source>The key was not rotated.</source>
        <translation>Der Schlüssel wurde nicht gewechselt.</translation>
    </message>
    <message>
        <source>New key of %1</source>
        <translation>Neuer Schlüssel von %1</translation>
    </message>
    <message>
        <source>The old key is refused from now on.</source>
        <translation>Der alte Schlüssel wird von nun an abgewiesen.</translation>
    </message>
    <message>
        <source>The old key works until %1.</source>
        <translation>Der alte Schlüssel gilt bis %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RotateLoginDialog</name>
    <message>
        <source>Replace: %1</source>
        <translation>Ersetzen: %1</translation>
    </message>
    <message>
        <source>It was not replaced.</source>
        <translation>Es wurde nicht ersetzt.</translation>
    </message>
    <message>
        <source>A new password is made and shown once. The old one is refused at once: of one name only one password is accepted. For an overlap, make a second password with another name instead.</source>
        <translation>Ein neues Kennwort wird erzeugt und einmal gezeigt. Das alte wird sofort abgelehnt: von einem Namen gilt nur ein Kennwort. Für einen Übergang legen Sie stattdessen ein zweites Kennwort mit anderem Namen an.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>A new signing key with an id of its own is made and shown once. The old one works until the grace period ends; 0 hours end it at once.</source>
        <translation>Ein neuer Signaturschlüssel mit eigener ID wird erzeugt und einmal gezeigt. Der alte gilt bis zum Ende der Schonfrist; 0 Stunden beenden ihn sofort.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>The old one is refused from now on.</source>
        <translation>Der alte wird ab jetzt abgelehnt.</translation>
    </message>
    <message>
        <source>The old one works until %1.</source>
        <translation>Der alte gilt bis %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RoutingsPage</name>
    <message>
        <source>Routings</source>
        <translation>Routings</translation>
    </message>
    <message>
        <source>Search routings</source>
        <translation>Routings suchen</translation>
    </message>
    <message>
        <source>The routings could not be read.</source>
        <translation>Die Routings konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Client key</source>
        <translation>Client-Schlüssel</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Create routing</source>
        <translation>Routing anlegen</translation>
    </message>
    <message>
        <source>New routing</source>
        <translation>Neues Routing</translation>
    </message>
    <message>
        <source>Routing %1</source>
        <translation>Routing %1</translation>
    </message>
    <message>
        <source>A routing sends callers with a certain client key to servers of their own.</source>
        <translation>Ein Routing schickt Aufrufer mit einem bestimmten Client-Schlüssel zu eigenen Servern.</translation>
    </message>
    <message>
        <source>Delete routing %1?</source>
        <translation>Routing %1 löschen?</translation>
    </message>
    <message>
        <source>Delete routing</source>
        <translation>Routing löschen</translation>
    </message>
    <message>
        <source>Which servers are used</source>
        <translation>Welche Server gelten</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Callers with this key go to the servers of the operation or of the API again.</source>
        <translation>Aufrufer mit diesem Schlüssel gehen wieder zu den Servern der Operation oder der API.</translation>
    </message>
    <message>
        <source>Those of the routing, else of the operation, else of the API.</source>
        <translation>Die des Routings, sonst der Operation, sonst der API.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RowOperations</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>%1 was not changed.</source>
        <translation>%1 wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n selected row(s)</source>
        <translation>
            <numerusform>%1: %n ausgewählte Zeile</numerusform>
            <numerusform>%1: %n ausgewählte Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RowsEditor</name>
    <message>
        <source>Add row</source>
        <translation>Zeile hinzufügen</translation>
    </message>
    <message>
        <source>%1: add row</source>
        <translation>%1: Zeile hinzufügen</translation>
    </message>
    <message>
        <source>There may be at most %1 rows.</source>
        <translation>Es darf höchstens %1 Zeilen geben.</translation>
    </message>
    <message>
        <source>%1, row %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>Move row %1 up</source>
        <translation>Zeile %1 nach oben</translation>
    </message>
    <message>
        <source>Move row %1 down</source>
        <translation>Zeile %1 nach unten</translation>
    </message>
    <message>
        <source>Remove row %1</source>
        <translation>Zeile %1 entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SamplesModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SecretStore</name>
    <message>
        <source>No password is stored.</source>
        <translation>Es ist kein Kennwort gespeichert.</translation>
    </message>
    <message>
        <source>The keychain is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>The keychain service was restarted; restart the console to use it again.</source>
        <translation>Der Schlüsselbunddienst wurde neu gestartet; starten Sie die Konsole neu, um ihn wieder zu verwenden.</translation>
    </message>
    <message>
        <source>No keychain service answers on this desktop.</source>
        <translation>Auf diesem Desktop antwortet kein Schlüsselbunddienst.</translation>
    </message>
    <message>
        <source>The keychain refused.</source>
        <translation>Der Schlüsselbund hat abgelehnt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SecurityPage</name>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Add my address</source>
        <translation>Meine Adresse hinzufügen</translation>
    </message>
    <message>
        <source>Write a dump now</source>
        <translation>Jetzt einen Abzug schreiben</translation>
    </message>
    <message>
        <source>Restore from the dump…</source>
        <translation>Aus dem Abzug wiederherstellen …</translation>
    </message>
    <message>
        <source>Restart the gateway…</source>
        <translation>Gateway neu starten …</translation>
    </message>
    <message>
        <source>The security settings could not be read.</source>
        <translation>Die Sicherheitseinstellungen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The exception for this machine is fixed by the environment of the gateway.</source>
        <translation>Die Ausnahme für diesen Rechner ist durch die Umgebung des Gateways festgelegt.</translation>
    </message>
    <message>
        <source>You come from %1</source>
        <translation>Sie kommen von %1</translation>
    </message>
    <message>
        <source>Lock yourself out?</source>
        <translation>Sich selbst aussperren?</translation>
    </message>
    <message>
        <source>With these rules the gateway refuses your own address %1, also here.</source>
        <translation>Mit diesen Regeln lehnt das Gateway Ihre eigene Adresse %1 ab, auch hier.</translation>
    </message>
    <message>
        <source>Save all the same</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>Review %1</source>
        <translation>%1 prüfen</translation>
    </message>
    <message>
        <source>This takes effect at once.</source>
        <translation>Das gilt sofort.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>It was not saved.</source>
        <translation>Es wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>It was saved, but could not be read back.</source>
        <translation>Es wurde gespeichert, konnte aber nicht zurückgelesen werden.</translation>
    </message>
    <message>
        <source>The security settings are in effect.</source>
        <translation>Die Sicherheitseinstellungen gelten.</translation>
    </message>
    <message>
        <source>The gateway kept another value of: %1</source>
        <translation>Das Gateway hat einen anderen Wert behalten: %1</translation>
    </message>
    <message>
        <source>Write a dump</source>
        <translation>Abzug schreiben</translation>
    </message>
    <message>
        <source>No dump was written.</source>
        <translation>Es wurde kein Abzug geschrieben.</translation>
    </message>
    <message>
        <source>The dump is on the machine of the gateway: %1</source>
        <translation>Der Abzug liegt auf dem Rechner des Gateways: %1</translation>
    </message>
    <message>
        <source>Restore everything from the dump?</source>
        <translation>Alles aus dem Abzug wiederherstellen?</translation>
    </message>
    <message>
        <source>All APIs, users, keys and settings become those of the newest dump at %1. What was changed since is a revision that can be rolled back to.</source>
        <translation>Alle APIs, Benutzer, Schlüssel und Einstellungen werden die des neuesten Abzugs unter %1. Was seither geändert wurde, bleibt eine Revision, zu der man zurückkehren kann.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Nothing was restored.</source>
        <translation>Es wurde nichts wiederhergestellt.</translation>
    </message>
    <message>
        <source>The dump is restored.</source>
        <translation>Der Abzug ist wiederhergestellt.</translation>
    </message>
    <message>
        <source>Restart the gateway?</source>
        <translation>Gateway neu starten?</translation>
    </message>
    <message>
        <source>Calls under way end first; the gateway is away for a few seconds, and so is this console.</source>
        <translation>Laufende Aufrufe enden zuerst; das Gateway ist einige Sekunden weg, und diese Konsole auch.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The gateway does not restart.</source>
        <translation>Das Gateway startet nicht neu.</translation>
    </message>
    <message>
        <source>The gateway restarts.</source>
        <translation>Das Gateway startet neu.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Session</name>
    <message>
        <source>The gateway accepted the login but sent no token.</source>
        <translation>Das Gateway hat die Anmeldung angenommen, aber kein Token geschickt.</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>Die Sitzung ist zu Ende.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SessionSecretStore</name>
    <message>
        <source>memory, until the console is closed</source>
        <translation>im Arbeitsspeicher, bis die Konsole geschlossen wird</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Settings</name>
    <message>
        <source>%1: unknown or local setting</source>
        <translation>%1: unbekannte oder lokale Einstellung</translation>
    </message>
    <message>
        <source>%1: value not allowed</source>
        <translation>%1: Wert nicht erlaubt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SilenceDialog</name>
    <message>
        <source>Silence %1</source>
        <translation>%1 stummschalten</translation>
    </message>
    <message>
        <source>Silence %1 of %2</source>
        <translation>%1 von %2 stummschalten</translation>
    </message>
    <message>
        <source>No notifications are sent until then. What still fires at the end is told then.</source>
        <translation>Bis dahin wird nichts gemeldet. Was am Ende noch ausgelöst ist, wird dann gemeldet.</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Nothing was silenced.</source>
        <translation>Es wurde nichts stummgeschaltet.</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Silence for %1</source>
        <translation>Stummschalten für %1</translation>
    </message>
    <message>
        <source>%1 is silenced.</source>
        <translation>%1 ist stummgeschaltet.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SilencesPage</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>Steht bevor</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>every rule</source>
        <translation>jede Regel</translation>
    </message>
    <message>
        <source>every source</source>
        <translation>jede Quelle</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Angelegt von</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Ruhezeiten</translation>
    </message>
    <message>
        <source>Search silences</source>
        <translation>Ruhezeiten suchen</translation>
    </message>
    <message>
        <source>The silences could not be read.</source>
        <translation>Die Ruhezeiten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Create silence</source>
        <translation>Ruhezeit anlegen</translation>
    </message>
    <message>
        <source>New silence</source>
        <translation>Neue Ruhezeit</translation>
    </message>
    <message>
        <source>Silence of %1</source>
        <translation>Ruhezeit von %1</translation>
    </message>
    <message>
        <source>During a silence nobody is told; alerts are still shown and kept.</source>
        <translation>Während einer Ruhezeit wird niemand benachrichtigt; Alarme werden weiter gezeigt und aufbewahrt.</translation>
    </message>
    <message>
        <source>End the silence of %1?</source>
        <translation>Ruhezeit von %1 beenden?</translation>
    </message>
    <message>
        <source>What fires by then is told at once.</source>
        <translation>Was dann ausgelöst ist, wird sofort gemeldet.</translation>
    </message>
    <message>
        <source>End silence</source>
        <translation>Ruhezeit beenden</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SubscriptionsPage</name>
    <message>
        <source>%1 on %2</source>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>Konsument</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>%1 is approved: the key works now.</source>
        <translation>%1 ist freigegeben: Der Schlüssel gilt ab jetzt.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Reject %1?</source>
        <translation>%1 ablehnen?</translation>
    </message>
    <message>
        <source>The key never works. The reason is kept with the subscription.</source>
        <translation>Der Schlüssel gilt nie. Der Grund bleibt beim Abonnement.</translation>
    </message>
    <message>
        <source>%1 is rejected.</source>
        <translation>%1 ist abgelehnt.</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>%1 is suspended: its key is refused.</source>
        <translation>%1 ist ausgesetzt: Der Schlüssel wird abgewiesen.</translation>
    </message>
    <message>
        <source>%1 is active again.</source>
        <translation>%1 ist wieder aktiv.</translation>
    </message>
    <message>
        <source>Reactivate</source>
        <translation>Wieder aktivieren</translation>
    </message>
    <message>
        <source>%1 is suspended again.</source>
        <translation>%1 ist wieder ausgesetzt.</translation>
    </message>
    <message>
        <source>Extend by 7 days</source>
        <translation>Um 7 Tage verlängern</translation>
    </message>
    <message>
        <source>%1 expires 7 days later.</source>
        <translation>%1 läuft 7 Tage später ab.</translation>
    </message>
    <message>
        <source>Extend by 14 days</source>
        <translation>Um 14 Tage verlängern</translation>
    </message>
    <message>
        <source>%1 expires 14 days later.</source>
        <translation>%1 läuft 14 Tage später ab.</translation>
    </message>
    <message>
        <source>Revoke for good</source>
        <translation>Endgültig widerrufen</translation>
    </message>
    <message>
        <source>Revoke %1 for good?</source>
        <translation>%1 endgültig widerrufen?</translation>
    </message>
    <message>
        <source>The key is refused at once and cannot be brought back. The consumer can be subscribed again and gets another key.</source>
        <translation>Der Schlüssel wird sofort abgewiesen und lässt sich nicht zurückholen. Der Konsument kann neu abonnieren und bekommt einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>%1 is revoked.</source>
        <translation>%1 ist widerrufen.</translation>
    </message>
    <message>
        <source>Subscriptions and keys</source>
        <translation>Abos und Schlüssel</translation>
    </message>
    <message>
        <source>Search by consumer, e-mail, API or the beginning of a key</source>
        <translation>Suche nach Konsument, E-Mail, API oder Schlüsselanfang</translation>
    </message>
    <message>
        <source>The subscriptions could not be read.</source>
        <translation>Die Abonnements konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>Wartet auf Freigabe</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>A subscription lets a consumer call an API with a key of its own.</source>
        <translation>Ein Abonnement lässt einen Konsumenten eine API mit einem eigenen Schlüssel aufrufen.</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>Abonnieren</translation>
    </message>
    <message>
        <source>Whose key is this?</source>
        <translation>Wem gehört dieser Schlüssel?</translation>
    </message>
    <message>
        <source>Rotate key</source>
        <translation>Schlüssel wechseln</translation>
    </message>
    <message>
        <source>Change plan</source>
        <translation>Plan ändern</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>External id</source>
        <translation>Externe Kennung</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Rotated</source>
        <translation>Gewechselt</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n Mal</numerusform>
            <numerusform>%n Mal</numerusform>
        </translation>
    </message>
    <message>
        <source>Last rotation</source>
        <translation>Letzter Wechsel</translation>
    </message>
    <message>
        <source>Life</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>expires %1</source>
        <translation>läuft am %1 ab</translation>
    </message>
    <message>
        <source>never expires</source>
        <translation>läuft nie ab</translation>
    </message>
    <message>
        <source>Only an active subscription can be extended.</source>
        <translation>Nur ein aktives Abo kann verlängert werden.</translation>
    </message>
    <message>
        <source>It never expires.</source>
        <translation>Es läuft nie ab.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TableView</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Als CSV exportieren …</translation>
    </message>
    <message>
        <source>Export as JSON…</source>
        <translation>Als JSON exportieren …</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>%1 (no room in this window)</source>
        <translation>%1 (kein Platz in diesem Fenster)</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TargetsPage</name>
    <message>
        <source>Servers of a routing cannot be drained; change the routing.</source>
        <translation>Server eines Routings können nicht geleert werden; ändern Sie das Routing.</translation>
    </message>
    <message>
        <source>It is the last target of %1 that takes calls: without it they fail with 503.</source>
        <translation>Es ist das letzte Ziel von %1, das Aufrufe annimmt: Ohne es scheitern sie mit 503.</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Drain %1?</source>
        <translation>%1 leeren?</translation>
    </message>
    <message>
        <source>It gets no new calls; those under way end. It stays so over a restart.</source>
        <translation>Es bekommt keine neuen Aufrufe; die laufenden enden. Das bleibt auch über einen Neustart so.</translation>
    </message>
    <message>
        <source>%1 gets no new calls.</source>
        <translation>%1 bekommt keine neuen Aufrufe.</translation>
    </message>
    <message>
        <source>%1 gets calls again.</source>
        <translation>%1 bekommt wieder Aufrufe.</translation>
    </message>
    <message>
        <source>Take calls again</source>
        <translation>Wieder Aufrufe annehmen</translation>
    </message>
    <message>
        <source>Forget failures</source>
        <translation>Fehler vergessen</translation>
    </message>
    <message>
        <source>Failures and ejections of %1 are forgotten, its breaker is closed.</source>
        <translation>Fehler und Ausschlüsse von %1 sind vergessen, der Schutzschalter ist geschlossen.</translation>
    </message>
    <message>
        <source>Upstream health</source>
        <translation>Zustand der Upstreams</translation>
    </message>
    <message>
        <source>Search targets and upstreams</source>
        <translation>Ziele und Upstreams suchen</translation>
    </message>
    <message>
        <source>The state of the upstreams could not be read.</source>
        <translation>Der Zustand der Upstreams konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Show where it comes from</source>
        <translation>Zeigen, woher es kommt</translation>
    </message>
    <message>
        <source>Targets are shown here as soon as an API names servers to call. There is none yet.</source>
        <translation>Hier stehen Ziele, sobald eine API Server nennt. Noch gibt es keines.</translation>
    </message>
    <message>
        <source>Show APIs</source>
        <translation>APIs zeigen</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Upstream</translation>
    </message>
    <message>
        <source>Circuit breaker</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>How it is checked</source>
        <translation>Wie es geprüft wird</translation>
    </message>
    <message>
        <source>by checks of the gateway and by the calls themselves</source>
        <translation>durch Prüfungen des Gateways und die Aufrufe selbst</translation>
    </message>
    <message>
        <source>by the calls themselves</source>
        <translation>durch die Aufrufe selbst</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Task</name>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TaskButton</name>
    <message>
        <source>Tasks done</source>
        <translation>Aufgaben fertig</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) under way</source>
        <translation>
            <numerusform>%n Aufgabe läuft</numerusform>
            <numerusform>%n Aufgaben laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed</source>
        <translation>
            <numerusform>%n Aufgabe fehlgeschlagen</numerusform>
            <numerusform>%n Aufgaben fehlgeschlagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TaskListDialog</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cancel task</source>
        <translation>Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Dismiss what has ended</source>
        <translation>Beendete entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TenantChoice</name>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Tenant: %1</source>
        <translation>Mandant: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TenantsPage</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>Suspend tenant %1?</source>
        <translation>Mandant %1 aussetzen?</translation>
    </message>
    <message>
        <source>Tenant %1 is suspended.</source>
        <translation>Mandant %1 ist ausgesetzt.</translation>
    </message>
    <message>
        <source>Tenant %1 is active.</source>
        <translation>Mandant %1 ist aktiv.</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Search tenants</source>
        <translation>Mandanten suchen</translation>
    </message>
    <message>
        <source>The tenants could not be read.</source>
        <translation>Die Mandanten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Create tenant</source>
        <translation>Mandant anlegen</translation>
    </message>
    <message>
        <source>New tenant</source>
        <translation>Neuer Mandant</translation>
    </message>
    <message>
        <source>Tenant %1</source>
        <translation>Mandant %1</translation>
    </message>
    <message>
        <source>A tenant owns APIs, consumers, plans and policies of its own.</source>
        <translation>Ein Mandant hat eigene APIs, Konsumenten, Pläne und Richtlinien.</translation>
    </message>
    <message>
        <source>Delete tenant %1?</source>
        <translation>Mandant %1 löschen?</translation>
    </message>
    <message>
        <source>Only a tenant that owns nothing can be deleted; suspend it instead.</source>
        <translation>Nur ein Mandant, dem nichts gehört, kann gelöscht werden; setzen Sie ihn sonst aus.</translation>
    </message>
    <message>
        <source>Delete tenant</source>
        <translation>Mandant löschen</translation>
    </message>
    <message>
        <source>Show consumers</source>
        <translation>Konsumenten zeigen</translation>
    </message>
    <message>
        <source>Show plans</source>
        <translation>Pläne zeigen</translation>
    </message>
    <message>
        <source>Show subscriptions</source>
        <translation>Abonnements zeigen</translation>
    </message>
    <message>
        <source>Every call to an API of the tenant is refused at once.</source>
        <translation>Jeder Aufruf einer API des Mandanten wird sofort abgewiesen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TesterPage</name>
    <message>
        <source>Request tester</source>
        <translation>Anfragetester</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Sent in this session</source>
        <translation>In dieser Sitzung gesendet</translation>
    </message>
    <message>
        <source>You are not logged in: there is no token.</source>
        <translation>Sie sind nicht angemeldet: Es gibt kein Token.</translation>
    </message>
    <message>
        <source>The address must be http:// or https:// and a host.</source>
        <translation>Die Adresse muss aus http:// oder https:// und einem Host bestehen.</translation>
    </message>
    <message>
        <source>%1 %2
%3, %4 ms</source>
        <translation>%1 %2
%3, %4 ms</translation>
    </message>
    <message>
        <source>Copied; a credential is left out.</source>
        <translation>Kopiert; ein Nachweis ist weggelassen.</translation>
    </message>
    <message>
        <source>This gateway cannot trace; the request was sent as a client sends it.</source>
        <translation>Dieses Gateway kann den Weg nicht verfolgen; die Anfrage wurde gesendet, wie ein Client sie sendet.</translation>
    </message>
    <message>
        <source>The gateway did not send the request.</source>
        <translation>Das Gateway hat die Anfrage nicht gesendet.</translation>
    </message>
    <message>
        <source>Burst test…</source>
        <translation>Stoßtest…</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TimeEditor</name>
    <message>
        <source>time of this computer</source>
        <translation>Zeit dieses Rechners</translation>
    </message>
    <message>
        <source>must be a time such as %1</source>
        <translation>muss eine Zeit wie %1 sein</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TokensSection</name>
    <message>
        <source>It could not be read: %1</source>
        <translation>Es konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>Every token of the user is refused, new ones too.</source>
        <translation>Jedes Token des Benutzers wird abgelehnt, auch neue.</translation>
    </message>
    <message>
        <source>Tokens of the user are accepted.</source>
        <translation>Tokens des Benutzers werden angenommen.</translation>
    </message>
    <message>
        <source>Accept tokens again</source>
        <translation>Tokens wieder annehmen</translation>
    </message>
    <message>
        <source>Refuse all tokens…</source>
        <translation>Alle Tokens ablehnen…</translation>
    </message>
    <message>
        <source>Tokens of %1 are accepted again.</source>
        <translation>Tokens von %1 werden wieder angenommen.</translation>
    </message>
    <message>
        <source>Refuse all tokens of %1?</source>
        <translation>Alle Tokens von %1 ablehnen?</translation>
    </message>
    <message>
        <source>Every session of the user ends with its next call, and logging in again does not help. It can be taken back here.</source>
        <translation>Jede Sitzung des Benutzers endet mit ihrem nächsten Aufruf, und eine neue Anmeldung hilft nicht. Es kann hier zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Refuse tokens</source>
        <translation>Tokens ablehnen</translation>
    </message>
    <message>
        <source>Tokens of %1 are refused.</source>
        <translation>Tokens von %1 werden abgelehnt.</translation>
    </message>
    <message>
        <source>This is your own account: it ends your session too.</source>
        <translation>Das ist Ihr eigenes Konto: Auch Ihre Sitzung endet damit.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TrafficCharts</name>
    <message>
        <source>Requests per second</source>
        <translation>Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>Latency (ms)</source>
        <translation>Latenz (ms)</translation>
    </message>
    <message>
        <source>Error rate (%)</source>
        <translation>Fehlerquote (%)</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alarm</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TrustDialog</name>
    <message>
        <source>The certificate has changed</source>
        <translation>Das Zertifikat hat sich geändert</translation>
    </message>
    <message>
        <source>Unknown certificate</source>
        <translation>Unbekanntes Zertifikat</translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one you trusted. Somebody may be listening; ask the operator before you accept it.</source>
        <translation>%1 zeigt ein anderes Zertifikat als das, dem Sie vertraut haben. Jemand könnte mithören; fragen Sie den Betreiber, bevor Sie es annehmen.</translation>
    </message>
    <message>
        <source>No authority known to this computer vouches for %1. Compare the fingerprint with the one the operator gives you.</source>
        <translation>Keine diesem Rechner bekannte Stelle bürgt für %1. Vergleichen Sie den Fingerabdruck mit dem, den der Betreiber Ihnen nennt.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>New fingerprint (SHA-256)</source>
        <translation>Neuer Fingerabdruck (SHA-256)</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>Fingerabdruck (SHA-256)</translation>
    </message>
    <message>
        <source>Trusted fingerprint</source>
        <translation>Vertrauter Fingerabdruck</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>Nicht verbinden</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UpstreamsPage</name>
    <message>
        <source>weight %1</source>
        <translation>Gewicht %1</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>geleert</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>Reserve</translation>
    </message>
    <message>
        <source>fewest requests under way</source>
        <translation>wenigste laufende Anfragen</translation>
    </message>
    <message>
        <source>by lot</source>
        <translation>nach Los</translation>
    </message>
    <message>
        <source>by hash of %1</source>
        <translation>nach Hash von %1</translation>
    </message>
    <message>
        <source>in turn, by weight</source>
        <translation>reihum, nach Gewicht</translation>
    </message>
    <message>
        <source>in turn</source>
        <translation>reihum</translation>
    </message>
    <message>
        <source>by the calls themselves</source>
        <translation>durch die Aufrufe selbst</translation>
    </message>
    <message>
        <source>by connecting, every %1 s</source>
        <translation>durch Verbinden, alle %1 s</translation>
    </message>
    <message>
        <source>%1, every %2 s</source>
        <translation>%1, alle %2 s</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Balancing</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Upstream groups</source>
        <translation>Upstream-Gruppen</translation>
    </message>
    <message>
        <source>Search upstream groups</source>
        <translation>Upstream-Gruppen suchen</translation>
    </message>
    <message>
        <source>The upstream groups could not be read.</source>
        <translation>Die Upstream-Gruppen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Create upstream group</source>
        <translation>Upstream-Gruppe anlegen</translation>
    </message>
    <message>
        <source>New upstream group</source>
        <translation>Neue Upstream-Gruppe</translation>
    </message>
    <message>
        <source>Upstream group %1</source>
        <translation>Upstream-Gruppe %1</translation>
    </message>
    <message>
        <source>An upstream group names targets once, with weights, health checks and retries, for any number of APIs.</source>
        <translation>Eine Upstream-Gruppe nennt Ziele einmal, mit Gewichten, Zustandsprüfungen und Wiederholungen, für beliebig viele APIs.</translation>
    </message>
    <message>
        <source>Delete upstream group %1?</source>
        <translation>Upstream-Gruppe %1 löschen?</translation>
    </message>
    <message>
        <source>Delete upstream group</source>
        <translation>Upstream-Gruppe löschen</translation>
    </message>
    <message>
        <source>The gateway refuses it while an API or an operation uses the group.</source>
        <translation>Das Gateway lehnt es ab, solange eine API oder eine Operation die Gruppe nutzt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UsageBar</name>
    <message>
        <source>%1, no limit</source>
        <translation>%1, keine Grenze</translation>
    </message>
    <message>
        <source>%1 of %2 (%3 %)</source>
        <translation>%1 von %2 (%3 %)</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Erschöpft</translation>
    </message>
    <message>
        <source>Nearly used up</source>
        <translation>Fast erschöpft</translation>
    </message>
    <message>
        <source>with the next call</source>
        <translation>mit dem nächsten Aufruf</translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <translation>
            <numerusform>in %n Minute</numerusform>
            <numerusform>in %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <translation>
            <numerusform>in %n Stunde</numerusform>
            <numerusform>in %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n Tag</numerusform>
            <numerusform>in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, begins anew %2</source>
        <translation>%1, beginnt %2 neu</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UsageSection</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Bytes per day</source>
        <translation>Bytes pro Tag</translation>
    </message>
    <message>
        <source>Bytes per month</source>
        <translation>Bytes pro Monat</translation>
    </message>
    <message>
        <source>Requests per day</source>
        <translation>Anfragen pro Tag</translation>
    </message>
    <message>
        <source>Requests per month</source>
        <translation>Anfragen pro Monat</translation>
    </message>
    <message>
        <source>It could not be read: %1</source>
        <translation>Es konnte nicht gelesen werden: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UserApisDialog</name>
    <message>
        <source>The user is subscribed to no API.</source>
        <translation>Der Benutzer hat keine API abonniert.</translation>
    </message>
    <message>
        <source>APIs of %1</source>
        <translation>APIs von %1</translation>
    </message>
    <message>
        <source>A protected API takes calls of users who share a group with it and are subscribed to it.</source>
        <translation>Eine geschützte API nimmt Aufrufe von Benutzern an, die eine Gruppe mit ihr gemeinsam haben und sie abonniert haben.</translation>
    </message>
    <message>
        <source>Subscribed APIs</source>
        <translation>Abonnierte APIs</translation>
    </message>
    <message>
        <source>API to add</source>
        <translation>Weitere API</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>Abonnieren</translation>
    </message>
    <message>
        <source>End subscription…</source>
        <translation>Abonnement beenden…</translation>
    </message>
    <message>
        <source>The subscriptions could not be read.</source>
        <translation>Die Abonnements konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>is required</source>
        <translation>wird gebraucht</translation>
    </message>
    <message>
        <source>The user is subscribed to it already.</source>
        <translation>Der Benutzer hat sie schon abonniert.</translation>
    </message>
    <message>
        <source>%1 is subscribed to %2.</source>
        <translation>%1 hat %2 abonniert.</translation>
    </message>
    <message>
        <source>%1 was not subscribed.</source>
        <translation>%1 wurde nicht abonniert.</translation>
    </message>
    <message>
        <source>End the subscription of %1 to %2?</source>
        <translation>Das Abonnement von %1 für %2 beenden?</translation>
    </message>
    <message>
        <source>Calls of the user to it are refused from now on. It can be subscribed again.</source>
        <translation>Aufrufe des Benutzers werden ab jetzt abgelehnt. Sie kann wieder abonniert werden.</translation>
    </message>
    <message>
        <source>End subscription</source>
        <translation>Abonnement beenden</translation>
    </message>
    <message>
        <source>%1 is no longer subscribed to %2.</source>
        <translation>%1 hat %2 nicht mehr abonniert.</translation>
    </message>
    <message>
        <source>The subscription was not ended.</source>
        <translation>Das Abonnement wurde nicht beendet.</translation>
    </message>
    <message>
        <source>The user is in none of the groups that the API admits: %1</source>
        <translation>Der Benutzer ist in keiner der Gruppen, die die API zulässt: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UsersPage</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Search users</source>
        <translation>Benutzer suchen</translation>
    </message>
    <message>
        <source>The users could not be read.</source>
        <translation>Die Benutzer konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Create user</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Last login</source>
        <translation>Letzte Anmeldung</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>%1 is enabled.</source>
        <translation>%1 ist aktiviert.</translation>
    </message>
    <message>
        <source>%1 is disabled.</source>
        <translation>%1 ist deaktiviert.</translation>
    </message>
    <message>
        <source>Disable %1?</source>
        <translation>%1 deaktivieren?</translation>
    </message>
    <message>
        <source>From now on neither login nor calls work. The user can be enabled again.</source>
        <translation>Ab jetzt gehen weder Anmeldung noch Aufrufe. Der Benutzer kann wieder aktiviert werden.</translation>
    </message>
    <message>
        <source>Delete user %1?</source>
        <translation>Benutzer %1 löschen?</translation>
    </message>
    <message>
        <source>Delete user</source>
        <translation>Benutzer löschen</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 was not deleted.</source>
        <translation>%1 wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>Assign plan</source>
        <translation>Plan zuweisen</translation>
    </message>
    <message>
        <source>Take the plan away</source>
        <translation>Plan wegnehmen</translation>
    </message>
    <message>
        <source>Take the plan of %1 away?</source>
        <translation>Plan von %1 wegnehmen?</translation>
    </message>
    <message>
        <source>The limits of the default plan hold from now on, if there is one.</source>
        <translation>Von nun an gelten die Grenzen des Standardplans, falls es einen gibt.</translation>
    </message>
    <message>
        <source>%1 has no plan of its own now.</source>
        <translation>%1 hat jetzt keinen eigenen Plan.</translation>
    </message>
    <message>
        <source>The plan of %1 could not be read.</source>
        <translation>Der Plan von %1 konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Show credits</source>
        <translation>Guthaben zeigen</translation>
    </message>
    <message>
        <source>Quotas of the plan</source>
        <translation>Kontingente des Plans</translation>
    </message>
    <message>
        <source>The user has no plan with a quota.</source>
        <translation>Der Benutzer hat keinen Plan mit Kontingent.</translation>
    </message>
    <message>
        <source>The user can no longer log in, and calls in this name are refused. An earlier revision brings it back.</source>
        <translation>Der Benutzer kann sich nicht mehr anmelden, und Aufrufe in seinem Namen werden abgelehnt. Eine frühere Revision bringt ihn zurück.</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>Subscribed APIs…</source>
        <translation>Abonnierte APIs…</translation>
    </message>
    <message>
        <source>Set password…</source>
        <translation>Kennwort setzen…</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>This is your own account: it ends your session too.</source>
        <translation>Das ist Ihr eigenes Konto: Auch Ihre Sitzung endet damit.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::VaultPage</name>
    <message>
        <source>Vault</source>
        <translation>Tresor</translation>
    </message>
    <message>
        <source>Search the vault</source>
        <translation>Tresor durchsuchen</translation>
    </message>
    <message>
        <source>The vault could not be read.</source>
        <translation>Der Tresor konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>Geheimnis aufbewahren</translation>
    </message>
    <message>
        <source>New secret</source>
        <translation>Neues Geheimnis</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>Geheimnis %1</translation>
    </message>
    <message>
        <source>The vault keeps secrets of yours, encrypted; their values are never shown again.</source>
        <translation>Der Tresor bewahrt Ihre Geheimnisse verschlüsselt auf; ihre Werte werden nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Delete secret %1?</source>
        <translation>Geheimnis %1 löschen?</translation>
    </message>
    <message>
        <source>What uses it fails from now on. The value cannot be brought back.</source>
        <translation>Was es benutzt, scheitert von nun an. Der Wert lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Delete secret</source>
        <translation>Geheimnis löschen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>kept encrypted, never shown</source>
        <translation>verschlüsselt aufbewahrt, nie gezeigt</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::WaterfallDelegate</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::WelcomePage</name>
    <message>
        <source>Connect to a gateway</source>
        <translation>Mit einem Gateway verbinden</translation>
    </message>
    <message>
        <source>Enter the address of its admin listener and your user. The password is kept in %1.</source>
        <translation>Geben Sie die Adresse des Verwaltungszugangs und Ihren Benutzer ein. Aufbewahrung des Kennworts: %1.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Start a gateway on this machine…</source>
        <translation>Gateway auf diesem Rechner starten …</translation>
    </message>
    <message>
        <source>For a first look: needs nothing else, and nothing has to be filled in here</source>
        <translation>Für einen ersten Blick: braucht nichts weiter, und hier muss nichts ausgefüllt werden</translation>
    </message>
</context>
</TS>
