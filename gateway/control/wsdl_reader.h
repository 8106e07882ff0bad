// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace gatehouse::control {

/// One operation of a WSDL document.
struct WsdlOperation {
    QString name;
    QString soapAction;    ///< of the first binding that names one
    QString inputMessage;  ///< without prefix
    QString outputMessage; ///< empty: one-way
    QString description;   ///< its documentation
};

struct WsdlDescription {
    QString serviceName; ///< of the first service, else the name of the document
    QString targetNamespace;
    QList<WsdlOperation> operations; ///< each name once, in the order of the document
};

/// Reads a WSDL 1.1 document in UTF-8 (or an encoding that is ASCII throughout). Imported documents are not
/// followed; document type declarations are refused. Error WSDL004 with the wire text when it is none.
Result<WsdlDescription> readWsdl(const QByteArray& document);

} // namespace gatehouse::control
