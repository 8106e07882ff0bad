// SPDX-License-Identifier: GPL-3.0-or-later
// The chain of an API whose data the gateway itself keeps.
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/control/record_keeper.h"
#include "gateway/protocols/crud_filter.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

void ChainCompiler::addCrud(ChainBuild& build)
{
    const Api& api = build.api;
    protocols::CrudConfig config;
    config.keeper = m_services.records;
    config.collection = collectionOf(api).toStdString();
    config.name = api.name.toStdString();
    config.version = api.version.toStdString();
    config.strict = m_options.strictEnvelope && !build.contract;
    if (api.crudSchema) {
        Faults known; // was told when it was stored
        config.schema = std::make_shared<const protocols::CrudSchema>(
            protocols::CrudSchema::compile(*api.crudSchema, u"api_crud_schema"_s, known));
    }
    build.add(
        std::make_shared<protocols::CrudFilter>(std::move(config)),
        [&] {
            return QJsonObject{{u"collection"_s, collectionOf(api)},
                               {u"schema"_s, api.crudSchema ? *api.crudSchema : QJsonObject()}};
        },
        build.apiSource(u"api_is_crud, api_crud_collection, api_crud_schema"_s));
}

} // namespace gatehouse::control
