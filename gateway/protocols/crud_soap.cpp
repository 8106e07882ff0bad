// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_soap.h"

#include "gateway/filters/xml_reader.h"

#include <algorithm>

namespace gatehouse::protocols {

namespace {

using filters::Json;
using filters::SoapVersion;
using Op = CrudCall::Op;

constexpr std::string_view envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view envelope12 = "http://www.w3.org/2003/05/soap-envelope";

std::string spaceOf(const CrudConfig& config)
{
    return "urn:gatehouse:crud:" + config.name + ':' + config.version;
}

/// A name that WSDL and proto files take: letters, digits, underscores.
std::string identifier(std::string_view name)
{
    std::string made;
    for (const char c : name) {
        const bool good =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        made.push_back(good ? c : '_');
    }
    return made.empty() || (made[0] >= '0' && made[0] <= '9') ? '_' + made : made;
}

/// What scripts look for in a proto file: `items` is served by `ItemsService`.
std::string serviceName(std::string_view api)
{
    std::string made = identifier(api);
    for (char& c : made) {
        const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
        if (&c == &made.front() ? lower : upper)
            c = char(c ^ 0x20);
    }
    return made + "Service";
}

void replaceAll(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

constexpr std::string_view wsdlTemplate =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="@SPACE@" name="@NAME@" targetNamespace="@SPACE@">
  <types>
    <xsd:schema targetNamespace="@SPACE@" elementFormDefault="unqualified">
      <xsd:element name="createItem"><xsd:complexType><xsd:sequence><xsd:element name="input" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="createItemResponse"><xsd:complexType><xsd:sequence><xsd:element name="item" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="listItems"><xsd:complexType/></xsd:element>
      <xsd:element name="listItemsResponse"><xsd:complexType><xsd:sequence><xsd:element name="items" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:schema>
  </types>
  <message name="createItemRequest"><part name="parameters" element="tns:createItem"/></message>
  <message name="createItemResponse"><part name="parameters" element="tns:createItemResponse"/></message>
  <message name="listItemsRequest"><part name="parameters" element="tns:listItems"/></message>
  <message name="listItemsResponse"><part name="parameters" element="tns:listItemsResponse"/></message>
  <portType name="@NAME@PortType">
    <operation name="createItem"><input message="tns:createItemRequest"/><output message="tns:createItemResponse"/></operation>
    <operation name="listItems"><input message="tns:listItemsRequest"/><output message="tns:listItemsResponse"/></operation>
  </portType>
  <binding name="@NAME@Binding" type="tns:@NAME@PortType">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="createItem"><soap:operation soapAction="createItem"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="listItems"><soap:operation soapAction="listItems"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="@NAME@Service">
    <port name="@NAME@Port" binding="tns:@NAME@Binding"><soap:address location="@ADDRESS@"/></port>
  </service>
</definitions>
)";

std::string_view protoTypeOf(std::string_view type)
{
    if (type == "number")
        return "double";
    if (type == "integer")
        return "int64";
    if (type == "boolean")
        return "bool";
    if (type == "array")
        return "google.protobuf.ListValue";
    return type == "object" ? "google.protobuf.Struct" : "string";
}

} // namespace

CrudSoapCall readCrudSoap(std::string_view envelope, const CrudConfig& config)
{
    CrudSoapCall read;
    const SoapVersion version = filters::soapVersionOf(envelope);
    if (version != SoapVersion::Unknown)
        read.version = version;
    const filters::SoapContent content = filters::soapContentOf(envelope);
    if (content.fault) {
        read.text = *content.fault;
        return read;
    }
    CrudCall call;
    call.collection = config.collection;
    CrudFaults faults;
    if (content.name == "listItems") {
        call.op = Op::List;
    } else if (content.name == "createItem") {
        call.op = Op::Create;
        const Json* const input = content.value.find("input");
        if (!input || input->kind() != Json::Kind::String)
            faults.add("input", "must be a record as JSON text");
        else
            takeRecord(input->text(), config, "input", call, faults);
        call.bytes = envelope.size();
    } else {
        faults.add("Body", "must hold createItem or listItems");
    }
    if (faults.isEmpty())
        read.call = std::move(call);
    else
        read.text = "Validation failed: " + faults.text();
    return read;
}

std::string crudSoapAnswer(SoapVersion version, Op op, std::string_view json)
{
    const bool list = op == Op::List;
    const std::string_view name = list ? "listItemsResponse" : "createItemResponse";
    const std::string_view child = list ? "items" : "item";
    std::string body = R"(<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap=")";
    body.append(version == SoapVersion::V12 ? envelope12 : envelope11);
    body.append("\"><soap:Body><").append(name).append("><").append(child).append(1, '>');
    filters::appendXmlText(body, json);
    body.append("</").append(child).append("></").append(name).append("></soap:Body></soap:Envelope>");
    return body;
}

std::string_view soapMediaType(SoapVersion version)
{
    return version == SoapVersion::V12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
}

std::string crudWsdl(const CrudConfig& config, std::string_view address)
{
    std::string escapedSpace, escapedAddress;
    filters::appendXmlText(escapedSpace, spaceOf(config));
    filters::appendXmlText(escapedAddress, address);
    std::string text(wsdlTemplate);
    replaceAll(text, "@SPACE@", escapedSpace);
    replaceAll(text, "@NAME@", identifier(config.name));
    replaceAll(text, "@ADDRESS@", escapedAddress);
    return text;
}

std::string crudProto(const CrudConfig& config)
{
    const std::string name = identifier(config.name);
    std::string text = "syntax = \"proto3\";\n\npackage " + name + '_' + identifier(config.version) +
                       ";\n\nimport \"google/protobuf/struct.proto\";\n\nmessage Item {\n  string id = 1;\n";
    std::vector<std::string> taken{"id"};
    int number = 2;
    for (const auto& [field, type] :
         config.schema ? config.schema->fields() : std::vector<std::pair<std::string, std::string>>()) {
        std::string safe = identifier(field);
        while (std::find(taken.begin(), taken.end(), safe) != taken.end())
            safe.push_back('_');
        taken.push_back(safe);
        text.append("  ").append(protoTypeOf(type)).append(" ").append(safe);
        text.append(" = ").append(std::to_string(number++)).append(";\n");
    }
    text.append("}\n\nmessage ListItemsRequest {}\nmessage ListItemsReply { repeated Item items = 1; }\n"
                "message GetItemRequest { string id = 1; }\nmessage CreateItemRequest { Item input = 1; }\n"
                "message UpdateItemRequest { string id = 1; Item input = 2; }\n"
                "message DeleteItemRequest { string id = 1; }\nmessage DeleteItemReply {}\n\n");
    text.append("service ")
        .append(serviceName(config.name))
        .append(" {\n"
                "  rpc ListItems(ListItemsRequest) returns (ListItemsReply);\n"
                "  rpc GetItem(GetItemRequest) returns (Item);\n"
                "  rpc CreateItem(CreateItemRequest) returns (Item);\n"
                "  rpc UpdateItem(UpdateItemRequest) returns (Item);\n"
                "  rpc DeleteItem(DeleteItemRequest) returns (DeleteItemReply);\n}\n");
    return text;
}

} // namespace gatehouse::protocols
