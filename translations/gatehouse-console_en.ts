<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Alerts</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at least %n request(s)</source>
        <translation>
            <numerusform>at least %n request</numerusform>
            <numerusform>at least %n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Certificates</name>
    <message numerus="yes">
        <source>%1 ends in %n day(s)</source>
        <translation>
            <numerusform>%1 ends in %n day</numerusform>
            <numerusform>%1 ends in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) should be renewed.</source>
        <translation>
            <numerusform>%n certificate should be renewed.</numerusform>
            <numerusform>%n certificates should be renewed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Definitions</name>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>%n method</numerusform>
            <numerusform>%n methods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n endpoint</numerusform>
            <numerusform>%n endpoints</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new operation(s)</source>
        <translation>
            <numerusform>%n new operation</numerusform>
            <numerusform>%n new operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n known already</source>
        <translation>
            <numerusform>%n known already</numerusform>
            <numerusform>%n known already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Revisions</name>
    <message numerus="yes">
        <source>%n created</source>
        <translation>
            <numerusform>%n created</numerusform>
            <numerusform>%n created</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n removed</numerusform>
            <numerusform>%n removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AlertNews</name>
    <message numerus="yes">
        <source>%n alert(s) nobody sees to</source>
        <translation>
            <numerusform>%n alert nobody sees to</numerusform>
            <numerusform>%n alerts nobody sees to</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AlertRulesPage</name>
    <message numerus="yes">
        <source>%n channel(s)</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AnalysisPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Counting has begun: the lines begin when the first %n minute(s) are over.</source>
        <translation>
            <numerusform>Counting has begun: the lines begin when the first minute is over.</numerusform>
            <numerusform>Counting has begun: the lines begin when the first %n minutes are over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::AnswerView</name>
    <message numerus="yes">
        <source>%n byte(s) that are no text</source>
        <translation>
            <numerusform>%n byte that is no text</numerusform>
            <numerusform>%n bytes that are no text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::BulkDialog</name>
    <message numerus="yes">
        <source>%n not begun</source>
        <translation>
            <numerusform>%n not begun</numerusform>
            <numerusform>%n not begun</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will be changed</source>
        <translation>
            <numerusform>%n will be changed</numerusform>
            <numerusform>%n will be changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as before</source>
        <translation>
            <numerusform>%n as before</numerusform>
            <numerusform>%n as before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::CertificatesPage</name>
    <message numerus="yes">
        <source>%1 (%n day(s) left)</source>
        <translation>
            <numerusform>%1 (%n day left)</numerusform>
            <numerusform>%1 (%n days left)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ChangeBar</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ConnectionsDialog</name>
    <message numerus="yes">
        <source>%n connection(s) written to %1, without passwords.</source>
        <translation>
            <numerusform>%n connection written to %1, without passwords.</numerusform>
            <numerusform>%n connections written to %1, without passwords.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::DashboardPage</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Show the last minute</numerusform>
            <numerusform>Show the last %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n active user(s)</source>
        <translation>
            <numerusform>%n active user</numerusform>
            <numerusform>%n active users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>last %n second(s)</source>
        <translation>
            <numerusform>last %n second</numerusform>
            <numerusform>last %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) fire.</source>
        <translation>
            <numerusform>%n alert fires.</numerusform>
            <numerusform>%n alerts fire.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::Dialogs</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ExchangePage</name>
    <message numerus="yes">
        <source>%n field(s) differ</source>
        <translation>
            <numerusform>%n field differs</numerusform>
            <numerusform>%n fields differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n object(s)…</source>
        <translation>
            <numerusform>Import %n object…</numerusform>
            <numerusform>Import %n objects…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ.</source>
        <translation>
            <numerusform>%n field differs.</numerusform>
            <numerusform>%n fields differ.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n object(s)?</source>
        <translation>
            <numerusform>Import %n object?</numerusform>
            <numerusform>Import %n objects?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) imported.</source>
        <translation>
            <numerusform>%n object imported.</numerusform>
            <numerusform>%n objects imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::FieldForm</name>
    <message numerus="yes">
        <source>%n marked value(s) cannot be taken</source>
        <translation>
            <numerusform>%n marked value cannot be taken</numerusform>
            <numerusform>%n marked values cannot be taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GatewaySettingsPage</name>
    <message numerus="yes">
        <source>%n answer(s) forgotten.</source>
        <translation>
            <numerusform>%n answer forgotten.</numerusform>
            <numerusform>%n answers forgotten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::GoLivePage</name>
    <message numerus="yes">
        <source>%n check(s) stand against it</source>
        <translation>
            <numerusform>%n check stands against it</numerusform>
            <numerusform>%n checks stand against it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::HeatMap</name>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ImportDialog</name>
    <message numerus="yes">
        <source>%n can be imported</source>
        <translation>
            <numerusform>%n can be imported</numerusform>
            <numerusform>%n can be imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n imported</source>
        <translation>
            <numerusform>%n imported</numerusform>
            <numerusform>%n imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n faulty</source>
        <translation>
            <numerusform>%n faulty</numerusform>
            <numerusform>%n faulty</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n consumer(s)</source>
        <translation>
            <numerusform>Import %n consumer</numerusform>
            <numerusform>Import %n consumers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::ListPage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) selected</source>
        <translation>
            <numerusform>%n row selected</numerusform>
            <numerusform>%n rows selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::PoliciesPage</name>
    <message numerus="yes">
        <source>%n API(s) or tenant(s)</source>
        <translation>
            <numerusform>%n API or tenant</numerusform>
            <numerusform>%n APIs or tenants</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RelativeTime</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RevisionsPage</name>
    <message numerus="yes">
        <source>%n field(s) differ.</source>
        <translation>
            <numerusform>%n field differs.</numerusform>
            <numerusform>%n fields differ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::RowOperations</name>
    <message numerus="yes">
        <source>%1: %n selected row(s)</source>
        <translation>
            <numerusform>%1: %n selected row</numerusform>
            <numerusform>%1: %n selected rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::SubscriptionsPage</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::TaskButton</name>
    <message numerus="yes">
        <source>%n task(s) under way</source>
        <translation>
            <numerusform>%n task under way</numerusform>
            <numerusform>%n tasks under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed</source>
        <translation>
            <numerusform>%n task failed</numerusform>
            <numerusform>%n tasks failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::console::UsageBar</name>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <translation>
            <numerusform>in %n minute</numerusform>
            <numerusform>in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <translation>
            <numerusform>in %n hour</numerusform>
            <numerusform>in %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
</TS>
