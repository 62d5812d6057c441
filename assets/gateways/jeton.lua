-- Asks Jeton whether a request may pass: HAProxy 2.6 or newer. Printed by `jeton gateway haproxy --lua`.
--
--   http-request lua.jeton ADDRESS QUESTION          ADDRESS is HOST:PORT or unix@PATH
--
-- sets txn.jeton_verdict to "allow" and the identity headers as txn.x_jeton_…, or answers the client. The configuration must
-- deny whatever is not "allow" after it: a fault of this script then denies too.

local IDENTITY = {
%each identity
    "{{name}}",
%end
}

-- What Jeton reads of the client's headers. Each is handed on as often as it was sent: Jeton refuses pairs.
local ASKED = {
%each carrier
    "{{name}}",
%end
    "x-bot-id",
    "x-integration-id",
    "x-workspace-id",
}

-- What the client gets of Jeton's answer when it denies.
local TOLD = { "content-type", "www-authenticate", "cache-control", "retry-after" }

local UNAVAILABLE =
    '{"code":503,"type":"Unavailable","message":"The request could not be checked.","error":"Try again later"}'

local function answer(txn, status, headers, body)
    txn:done(txn:reply({ status = status, headers = headers, body = body }))
end

local function all(values)
    local list = {}
    local at = 0
    while values[at] ~= nil do
        list[#list + 1] = values[at]
        at = at + 1
    end
    return list
end

local function jeton(txn, address, question)
    local sent = txn.http:req_get_headers()
    local is_socket = address:sub(1, 5) == "unix@"
    local host = is_socket and "localhost" or address
    local headers = {
        ["host"] = { host },
        ["x-original-method"] = { txn.f:method() },
        ["x-original-uri"] = { txn.f:pathq() },
        ["x-forwarded-for"] = { tostring(txn.f:src()) },
    }
    for _, name in ipairs(ASKED) do
        if sent[name] ~= nil then
            headers[name] = all(sent[name])
        end
    end
    -- HAProxy keeps the connection for the next question.
    local response = core.httpclient():get({
        url = "http://" .. host .. question,
        dst = is_socket and address or nil,
        headers = headers,
        timeout = 3000,
    })
    local status = response and response.status
    if status == 200 then
        for _, name in ipairs(IDENTITY) do
            local values = response.headers[name]
            -- Jeton always sends all of them: what does not is not Jeton.
            if values == nil then
                return answer(txn, 503, { ["content-type"] = { "application/json" } }, UNAVAILABLE)
            end
            txn:set_var("txn." .. name:gsub("-", "_"), values[0])
        end
        txn:set_var("txn.jeton_verdict", "allow")
        return
    end
    if status ~= 401 and status ~= 403 and status ~= 429 then
        return answer(txn, 503, { ["content-type"] = { "application/json" } }, UNAVAILABLE)
    end
    local told = {}
    for _, name in ipairs(TOLD) do
        local values = response.headers[name]
        if values ~= nil then
            told[name] = all(values)
        end
    end
    answer(txn, status, told, response.body)
end

core.register_action("jeton", { "http-req" }, jeton, 2)
