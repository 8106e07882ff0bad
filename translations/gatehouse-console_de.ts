<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Model</name>
    <message>
        <source>Basics</source>
        <translation>Grundlagen</translation>
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
        <source>Empty: the language of the desktop. Takes effect at the next start.</source>
        <translation>Leer: die Sprache des Desktops. Wirkt beim nächsten Start.</translation>
    </message>
    <message>
        <source>First place</source>
        <translation>Erster Ort</translation>
    </message>
    <message>
        <source>Where the console opens. Empty: where it was closed.</source>
        <translation>Wo die Konsole öffnet. Leer: wo sie geschlossen wurde.</translation>
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
        <source>Enable or disable</source>
        <translation>Aktivieren oder deaktivieren</translation>
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
        <source>%1 was not changed.</source>
        <translation>%1 wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Disable %1?</source>
        <translation>%1 deaktivieren?</translation>
    </message>
    <message>
        <source>From now on every call to it is answered 403. It can be enabled again.</source>
        <translation>Ab jetzt wird jeder Aufruf mit 403 beantwortet. Sie kann wieder aktiviert werden.</translation>
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
        <source>Copied. Put in the path, and a token where TOKEN stands.</source>
        <translation>Kopiert. Setzen Sie den Pfad ein und ein Token, wo TOKEN steht.</translation>
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
        <source>%1 ms</source>
        <translation>%1 ms</translation>
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
</context>
<context>
    <name>gatehouse::console::Console</name>
    <message>
        <source>There is no connection named %1.</source>
        <translation>Es gibt keine Verbindung namens %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DashboardPage</name>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Requests, 30 days</source>
        <translation>Anfragen, 30 Tage</translation>
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
        <source>Reload, lose my changes</source>
        <translation>Neu laden, meine Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Keep mine and overwrite</source>
        <translation>Meine behalten und überschreiben</translation>
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
    <name>gatehouse::console::HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
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
</context>
<context>
    <name>gatehouse::console::Page</name>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
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
        <source>PEM file of your own certificate authority, if there is one.</source>
        <translation>PEM-Datei Ihrer eigenen Zertifizierungsstelle, falls vorhanden.</translation>
    </message>
    <message>
        <source>checking …</source>
        <translation>wird geprüft …</translation>
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
        <source>Enable or disable</source>
        <translation>Aktivieren oder deaktivieren</translation>
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
        <source>%1 was not changed.</source>
        <translation>%1 wurde nicht geändert.</translation>
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
        <source>The user can no longer log in, and calls in this name are refused.</source>
        <translation>Der Benutzer kann sich nicht mehr anmelden, und Aufrufe in diesem Namen werden abgelehnt.</translation>
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
        <source>%1 Passwords are kept for this session only; nothing is written to disk.</source>
        <translation>%1 Kennwörter gelten nur für diese Sitzung; nichts wird auf die Platte geschrieben.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
</context>
</TS>
