/* A hardware encoder of Media Foundation, written against Windows' own headers: what the host calls by number must arrive here, in
   the right function, with the right arguments. Everything around it (samples, buffers, types, events) is Wine's.

   How it behaves is said by FAKE_ENCODER: good, changes (its output type, once), keeps (a frame back), no_key (never one on request). */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <mfapi.h>
#include <mferror.h>
#include <mfidl.h>
#include <mftransform.h>
#include <codecapi.h>
#include <stdio.h>
#include <string.h>

#define NAMED(name, ...) DEFINE_GUID(name, __VA_ARGS__)
#define WISH(name) NAMED(WISH_##name, STATIC_CODECAPI_##name)
WISH(AVEncVideoForceKeyFrame);
WISH(AVLowLatencyMode);
WISH(AVEncMPVDefaultBPictureCount);
WISH(AVEncCommonMeanBitRate);
WISH(AVEncCommonRateControlMode);
WISH(AVEncMPVGOPSize);

enum { WIDTH = 320, HEIGHT = 192, MOST_EVENTS = 16 };

typedef struct Part { void *table; } Part;
static struct { Part transform, codec, events, activate, shutdown; } parts;
static LONG references;
static const GUID nothing;
static int unlocked, started, changed_once, key_wanted, frames, shut, wishes;
static DWORD events[MOST_EVENTS], first_event, last_event;
static BYTE luma, chroma;
static char behaviour[32];
static IMFAttributes *attributes;
static IMFMediaType *in_type, *out_type;

static void must(int holds, const char *what) {
    if (!holds) { printf("fake encoder: %s\n", what); fflush(stdout); ExitProcess(3); }
}
static void tell(DWORD event) { events[last_event++ % MOST_EVENTS] = event; }
static ULONG STDMETHODCALLTYPE add_ref(void *self) { (void)self; return InterlockedIncrement(&references); }
static ULONG STDMETHODCALLTYPE release(void *self) {
    (void)self;
    must(references > 0, "released too often");
    return InterlockedDecrement(&references);
}
static HRESULT STDMETHODCALLTYPE query(void *self, REFIID wanted, void **out) {
    (void)self;
    *out = IsEqualGUID(wanted, &IID_ICodecAPI) ? &parts.codec
         : IsEqualGUID(wanted, &IID_IMFMediaEventGenerator) ? &parts.events
         : IsEqualGUID(wanted, &IID_IMFShutdown) ? &parts.shutdown : NULL;
    if (!*out) return E_NOINTERFACE;
    references++;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE get_attributes(void *self, IMFAttributes **out) {
    (void)self;
    IMFAttributes_AddRef(attributes);
    *out = attributes;
    return S_OK;
}
static void check_type(IMFMediaType *type, const GUID *subtype) {
    GUID found; UINT64 number; UINT32 small;
    must(SUCCEEDED(IMFMediaType_GetGUID(type, &MF_MT_MAJOR_TYPE, &found)) && IsEqualGUID(&found, &MFMediaType_Video), "video");
    must(SUCCEEDED(IMFMediaType_GetGUID(type, &MF_MT_SUBTYPE, &found)) && IsEqualGUID(&found, subtype), "the kind of video");
    must(SUCCEEDED(IMFMediaType_GetUINT64(type, &MF_MT_FRAME_SIZE, &number)) && number == ((UINT64)WIDTH << 32 | HEIGHT), "the size");
    must(SUCCEEDED(IMFMediaType_GetUINT64(type, &MF_MT_FRAME_RATE, &number)) && number == ((UINT64)30 << 32 | 1), "the rate");
    must(SUCCEEDED(IMFMediaType_GetUINT32(type, &MF_MT_INTERLACE_MODE, &small)) && small == MFVideoInterlace_Progressive, "progressive");
}
static HRESULT STDMETHODCALLTYPE set_output_type(void *self, DWORD stream, IMFMediaType *type, DWORD flags) {
    UINT32 number;
    (void)self;
    UINT32 unlock = 0;
    IMFAttributes_GetUINT32(attributes, &MF_TRANSFORM_ASYNC_UNLOCK, &unlock);
    must(unlock == 1 && !stream && type && !flags, "SetOutputType");
    unlocked = 1;
    check_type(type, &MFVideoFormat_H264);
    must(SUCCEEDED(IMFMediaType_GetUINT32(type, &MF_MT_AVG_BITRATE, &number)) && number == 4000000, "the bit rate");
    must(SUCCEEDED(IMFMediaType_GetUINT32(type, &MF_MT_MPEG2_PROFILE, &number)) && number == eAVEncH264VProfile_Base, "the profile");
    if (out_type != type) { IMFMediaType_AddRef(type); if (out_type) IMFMediaType_Release(out_type); out_type = type; }
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE set_input_type(void *self, DWORD stream, IMFMediaType *type, DWORD flags) {
    (void)self;
    must(out_type && !stream && type && !flags, "SetInputType comes after SetOutputType");
    check_type(type, &MFVideoFormat_NV12);
    IMFMediaType_AddRef(type);
    in_type = type;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE available_type(void *self, DWORD stream, DWORD number, IMFMediaType **out) {
    (void)self;
    must(!stream && !number && changed_once == 1, "GetOutputAvailableType");
    IMFMediaType_AddRef(out_type);
    *out = out_type;
    changed_once = 2;
    tell(METransformHaveOutput);
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE stream_info(void *self, DWORD stream, MFT_OUTPUT_STREAM_INFO *out) {
    (void)self;
    must(!stream && out, "GetOutputStreamInfo");
    out->dwFlags = frames % 2 ? MFT_OUTPUT_STREAM_PROVIDES_SAMPLES : 0;
    out->cbSize = 100000; out->cbAlignment = 0;
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE message(void *self, MFT_MESSAGE_TYPE what, ULONG_PTR with) {
    (void)self;
    must(in_type && !with, "ProcessMessage");
    if (what == MFT_MESSAGE_NOTIFY_BEGIN_STREAMING) started = 1;
    else { must(what == MFT_MESSAGE_NOTIFY_START_OF_STREAM && started == 1, "the start of the stream"); started = 2; tell(METransformNeedInput); }
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE process_input(void *self, DWORD stream, IMFSample *sample, DWORD flags) {
    (void)self;
    must(started == 2 && !stream && sample && !flags, "ProcessInput");
    LONGLONG time, lasts;
    must(SUCCEEDED(IMFSample_GetSampleTime(sample, &time)) && time == (LONGLONG)frames * 333333, "the time");
    must(SUCCEEDED(IMFSample_GetSampleDuration(sample, &lasts)) && lasts == 333333, "how long it lasts");
    IMFMediaBuffer *buffer; BYTE *bytes; DWORD length;
    must(SUCCEEDED(IMFSample_ConvertToContiguousBuffer(sample, &buffer)), "the buffer");
    must(SUCCEEDED(IMFMediaBuffer_Lock(buffer, &bytes, NULL, &length)) && length == WIDTH * HEIGHT * 3 / 2, "NV12");
    luma = bytes[WIDTH * HEIGHT - 1]; chroma = bytes[length - 1];
    IMFMediaBuffer_Unlock(buffer); IMFMediaBuffer_Release(buffer);
    if (strcmp(behaviour, "keeps")) tell(METransformHaveOutput);
    tell(METransformNeedInput);
    return S_OK;
}
static HRESULT STDMETHODCALLTYPE process_output(void *self, DWORD flags, DWORD count, MFT_OUTPUT_DATA_BUFFER *out, DWORD *status) {
    static const BYTE parameters[] = {0, 0, 0, 1, 0x67, 66, 0xC0, 30, 0, 0, 0, 1, 0x68, 0xCE}, key[] = {0, 0, 1, 0x65}, next[] = {0, 0, 0, 1, 0x41};
    BYTE made[64]; DWORD length = 0;
    (void)self;
    must(!flags && count == 1 && out && status && !out->dwStreamID && !out->pEvents, "ProcessOutput");
    must((out->pSample == NULL) == (frames % 2), "a sample where it is wanted");
    if (!strcmp(behaviour, "changes") && !changed_once) { changed_once = 1; return MF_E_TRANSFORM_STREAM_CHANGE; }
    if (key_wanted && strcmp(behaviour, "no_key")) {
        memcpy(made, parameters, sizeof parameters); length += sizeof parameters;
        memcpy(made + length, key, sizeof key); length += sizeof key;
    } else { memcpy(made, next, sizeof next); length = sizeof next; }
    key_wanted = 0;
    made[length++] = 0x80; made[length++] = luma; made[length++] = chroma; made[length++] = (BYTE)(frames + 1);
    IMFMediaBuffer *buffer; BYTE *bytes;
    if (!out->pSample) {
        MFCreateSample(&out->pSample); MFCreateMemoryBuffer(64, &buffer);
        IMFSample_AddBuffer(out->pSample, buffer);
    } else must(SUCCEEDED(IMFSample_GetBufferByIndex(out->pSample, 0, &buffer)), "room in the sample");
    IMFMediaBuffer_Lock(buffer, &bytes, NULL, NULL);
    memcpy(bytes, made, length);
    IMFMediaBuffer_Unlock(buffer); IMFMediaBuffer_SetCurrentLength(buffer, length); IMFMediaBuffer_Release(buffer);
    frames++;
    return S_OK;
}
static IMFTransformVtbl transform_table = {
    .QueryInterface = (void *)query, .AddRef = (void *)add_ref, .Release = (void *)release, .GetAttributes = (void *)get_attributes,
    .SetOutputType = (void *)set_output_type, .SetInputType = (void *)set_input_type, .GetOutputAvailableType = (void *)available_type,
    .GetOutputStreamInfo = (void *)stream_info, .ProcessMessage = (void *)message, .ProcessInput = (void *)process_input,
    .ProcessOutput = (void *)process_output};

static HRESULT STDMETHODCALLTYPE set_value(void *self, const GUID *name, VARIANT *value) {
    (void)self;
    if (IsEqualGUID(name, &WISH_AVEncVideoForceKeyFrame)) {
        must(V_VT(value) == VT_UI4 && V_UI4(value) == 1 && started == 2, "a key frame on request");
        key_wanted = 1;
    } else if (IsEqualGUID(name, &WISH_AVLowLatencyMode)) {
        must(V_VT(value) == VT_BOOL && V_BOOL(value) == VARIANT_TRUE, "low latency"); wishes |= 1;
    } else if (IsEqualGUID(name, &WISH_AVEncMPVDefaultBPictureCount)) {
        must(V_VT(value) == VT_UI4 && V_UI4(value) == 0, "no B pictures"); wishes |= 2;
    } else if (IsEqualGUID(name, &WISH_AVEncCommonMeanBitRate)) {
        must(V_VT(value) == VT_UI4 && V_UI4(value) == (started == 2 ? 900000 : 4000000), "bits"); wishes |= started == 2 ? 32 : 4;
    } else if (IsEqualGUID(name, &WISH_AVEncCommonRateControlMode)) {
        must(V_VT(value) == VT_UI4 && V_UI4(value) == eAVEncCommonRateControlMode_CBR, "a constant rate"); wishes |= 8;
    } else if (IsEqualGUID(name, &WISH_AVEncMPVGOPSize)) {
        must(V_VT(value) == VT_UI4 && V_UI4(value) > 1000, "key frames only when asked"); wishes |= 16;
    } else must(0, "a wish that nobody knows");
    return S_OK;
}
static ICodecAPIVtbl codec_table = {.AddRef = (void *)add_ref, .Release = (void *)release, .SetValue = (void *)set_value};

static HRESULT STDMETHODCALLTYPE get_event(void *self, DWORD flags, IMFMediaEvent **out) {
    (void)self;
    must(flags == MF_EVENT_FLAG_NO_WAIT && out, "GetEvent");
    if (first_event == last_event) return MF_E_NO_EVENTS_AVAILABLE;
    return MFCreateMediaEvent(events[first_event++ % MOST_EVENTS], &nothing, S_OK, NULL, out);
}
static IMFMediaEventGeneratorVtbl events_table = {.AddRef = (void *)add_ref, .Release = (void *)release, .GetEvent = (void *)get_event};

static HRESULT STDMETHODCALLTYPE shut_down(void *self) { (void)self; shut++; return S_OK; }
static IMFShutdownVtbl shutdown_table = {.Release = (void *)release, .Shutdown = (void *)shut_down};

static HRESULT STDMETHODCALLTYPE activate_object(void *self, REFIID wanted, void **out) {
    (void)self;
    must(IsEqualGUID(wanted, &IID_IMFTransform), "ActivateObject");
    references++;
    *out = &parts.transform;
    return S_OK;
}
static IMFActivateVtbl activate_table = {.AddRef = (void *)add_ref, .Release = (void *)release, .ActivateObject = (void *)activate_object};

__declspec(dllexport) HRESULT WINAPI MFTEnumEx(GUID category, UINT32 flags, const MFT_REGISTER_TYPE_INFO *in,
                                               const MFT_REGISTER_TYPE_INFO *out, IMFActivate ***found, UINT32 *count) {
    must(IsEqualGUID(&category, &MFT_CATEGORY_VIDEO_ENCODER), "video encoders");
    must(flags == (MFT_ENUM_FLAG_HARDWARE | MFT_ENUM_FLAG_SORTANDFILTER), "hardware, the best first");
    must(IsEqualGUID(&in->guidMajorType, &MFMediaType_Video) && IsEqualGUID(&in->guidSubtype, &MFVideoFormat_NV12), "from NV12");
    must(IsEqualGUID(&out->guidMajorType, &MFMediaType_Video) && IsEqualGUID(&out->guidSubtype, &MFVideoFormat_H264), "to H.264");
    *count = !!strcmp(behaviour, "none");
    *found = *count ? CoTaskMemAlloc(sizeof **found) : NULL;
    if (*count) { references++; **found = (IMFActivate *)&parts.activate; }
    return S_OK;
}
__declspec(dllexport) void begin(const char *how) {
    strncpy(behaviour, how, sizeof behaviour - 1);
    unlocked = started = changed_once = key_wanted = frames = shut = wishes = 0;
    first_event = last_event = 0;
    parts.transform.table = &transform_table; parts.codec.table = &codec_table; parts.events.table = &events_table;
    parts.activate.table = &activate_table; parts.shutdown.table = &shutdown_table;
    if (attributes) IMFAttributes_Release(attributes);
    MFCreateAttributes(&attributes, 2);
    IMFAttributes_SetUINT32(attributes, &MF_TRANSFORM_ASYNC, 1);
    if (in_type) { IMFMediaType_Release(in_type); in_type = NULL; }
    if (out_type) { IMFMediaType_Release(out_type); out_type = NULL; }
}
__declspec(dllexport) LONG held(void) { return references; }
__declspec(dllexport) int shutdowns(void) { return shut; }
__declspec(dllexport) int wished(void) { return wishes; }
