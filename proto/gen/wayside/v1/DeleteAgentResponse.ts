// Original file: proto/wayside/v1/agent.proto


export interface DeleteAgentResponse {
}

export interface DeleteAgentResponse__Output {
}
