<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
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
