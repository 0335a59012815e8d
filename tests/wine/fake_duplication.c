/* DXGI and Direct3D 11 as far as duplicating two outputs goes, written against Windows' own headers: what the host calls by number
   must arrive here, in the right function, with the right arguments. Checks what it is given; exits with a message when it is wrong.

   Output 0: 64 x 48, upright, at 0, 0. Output 1: 32 x 64 as the person sees it, turned by 90 degrees, at 64, 0.
   Frames of output 0: the first; one with moves and dirty rectangles; the pointer alone; nothing; lost. */
#define COBJMACROS
#define INITGUID
#include <d3d11.h>
#include <dxgi1_2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 64, HEIGHT = 48, PITCH = 512, TURNED_WIDTH = 64, TURNED_HEIGHT = 32 };

typedef struct Thing {
    void *table;
    LONG references;
    int output;
    int step;
    UINT width, height;
    BYTE *pixels;
} Thing;

static LONG living;
static int held_frames, maps;

static void must(int holds, const char *what) {
    if (!holds) { printf("fake duplication: %s\n", what); fflush(stdout); ExitProcess(3); }
}

static Thing *make(void *table, int output) {
    Thing *made = calloc(1, sizeof *made);
    made->table = table; made->references = 1; made->output = output;
    living++;
    return made;
}

static ULONG STDMETHODCALLTYPE release(void *self) {
    Thing *thing = self;
    must(thing->references > 0, "released too often");
    if (--thing->references == 0) living--;
    return thing->references;
}

static HRESULT STDMETHODCALLTYPE query(void *self, REFIID wanted, void **out) {
    Thing *thing = self;
    must(IsEqualGUID(wanted, &IID_IDXGIOutput1) || IsEqualGUID(wanted, &IID_ID3D11Texture2D), "asked for an interface nobody has");
    thing->references++;
    *out = thing;
    return S_OK;
}

/* pixel x, y of a texture in step n */
static DWORD colour(int x, int y, int step) { return (DWORD)(x | y << 8 | step << 16 | 0xFF000000u); }

static Thing *make_texture(UINT width, UINT height);

static HRESULT STDMETHODCALLTYPE acquire(void *self, UINT timeout, DXGI_OUTDUPL_FRAME_INFO *info, IDXGIResource **resource) {
    Thing *duplication = self;
    must(timeout <= 2000 && info && resource && !held_frames, "AcquireNextFrame");
    int step = duplication->step++;
    memset(info, 0, sizeof *info);
    if (duplication->output == 0 && step == 3) return DXGI_ERROR_WAIT_TIMEOUT;
    if (duplication->output == 0 && step == 4) return DXGI_ERROR_ACCESS_LOST;
    if (duplication->output == 1 && step >= 2) return DXGI_ERROR_WAIT_TIMEOUT;
    int turned = duplication->output == 1;
    Thing *texture = make_texture(turned ? TURNED_WIDTH : WIDTH, turned ? TURNED_HEIGHT : HEIGHT);
    for (UINT y = 0; y < texture->height; y++)
        for (UINT x = 0; x < texture->width; x++) ((DWORD *)(texture->pixels + y * PITCH))[x] = colour(x, y, step);
    info->LastPresentTime.QuadPart = step == 2 ? 0 : 1000 + step;
    info->AccumulatedFrames = 1;
    if (step == 1) info->TotalMetadataBufferSize = turned ? sizeof(RECT) : sizeof(DXGI_OUTDUPL_MOVE_RECT) + 2 * sizeof(RECT);
    if (step == 0 && !turned) info->PointerShapeBufferSize = 2 * 16;
    if (step == 2) { info->LastMouseUpdateTime.QuadPart = 9; info->PointerPosition.Visible = TRUE; }
    *resource = (IDXGIResource *)texture;
    held_frames = 1;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE moves(void *self, UINT size, DXGI_OUTDUPL_MOVE_RECT *out, UINT *used) {
    must(held_frames && out && used && size >= sizeof *out, "GetFrameMoveRects");
    *used = 0;
    if (((Thing *)self)->output == 0) {
        DXGI_OUTDUPL_MOVE_RECT moved = {{1, 2}, {10, 20, 30, 24}};
        *out = moved;
        *used = sizeof moved;
    }
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE dirty(void *self, UINT size, RECT *out, UINT *used) {
    int turned = ((Thing *)self)->output == 1;
    must(held_frames && out && used && size >= (turned ? 1 : 2) * sizeof *out, "GetFrameDirtyRects");
    RECT one = {0, 0, 3, 5}, other = {60, 40, 64, 48}, on_turned = {10, 4, 20, 6};
    out[0] = turned ? on_turned : one;
    if (!turned) out[1] = other;
    *used = (turned ? 1 : 2) * sizeof *out;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE pointer_shape(void *self, UINT size, void *out, UINT *used, DXGI_OUTDUPL_POINTER_SHAPE_INFO *info) {
    must(held_frames && !((Thing *)self)->output && size == 2 * 16 && out && used && info, "GetFramePointerShape");
    BYTE rows[2][16] = {{1, 2, 3, 255, 4, 5, 6, 128}, {7, 8, 9, 255, 0, 0, 0, 0}};
    DXGI_OUTDUPL_POINTER_SHAPE_INFO told = {DXGI_OUTDUPL_POINTER_SHAPE_TYPE_COLOR, 2, 2, 16, {1, 0}};
    memcpy(out, rows, sizeof rows);
    *used = sizeof rows;
    *info = told;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE release_frame(void *self) {
    (void)self;
    must(held_frames, "ReleaseFrame without a frame");
    held_frames = 0;
    return S_OK;
}

static IDXGIOutputDuplicationVtbl duplication_table = {
    .Release = (void *)release, .AcquireNextFrame = (void *)acquire, .GetFrameMoveRects = (void *)moves,
    .GetFrameDirtyRects = (void *)dirty, .GetFramePointerShape = (void *)pointer_shape, .ReleaseFrame = (void *)release_frame};

static void STDMETHODCALLTYPE describe_texture(void *self, D3D11_TEXTURE2D_DESC *out) {
    Thing *texture = self;
    memset(out, 0, sizeof *out);
    out->Width = texture->width; out->Height = texture->height;
    out->MipLevels = out->ArraySize = out->SampleDesc.Count = 1;
    out->Format = DXGI_FORMAT_B8G8R8A8_UNORM;
    out->BindFlags = D3D11_BIND_RENDER_TARGET; out->MiscFlags = D3D11_RESOURCE_MISC_SHARED;
}

static ID3D11Texture2DVtbl texture_table = {
    .QueryInterface = (void *)query, .Release = (void *)release, .GetDesc = (void *)describe_texture};

static Thing *make_texture(UINT width, UINT height) {
    Thing *texture = make(&texture_table, 0);
    texture->width = width; texture->height = height;
    texture->pixels = calloc(height, PITCH);
    return texture;
}

static HRESULT STDMETHODCALLTYPE create_texture(void *self, const D3D11_TEXTURE2D_DESC *wanted,
                                                const D3D11_SUBRESOURCE_DATA *data, ID3D11Texture2D **out) {
    (void)self;
    must(wanted->Usage == D3D11_USAGE_STAGING && wanted->CPUAccessFlags == D3D11_CPU_ACCESS_READ, "a staging texture");
    must(!wanted->BindFlags && !wanted->MiscFlags && wanted->MipLevels == 1 && wanted->ArraySize == 1, "nothing else");
    must(wanted->SampleDesc.Count == 1 && !wanted->SampleDesc.Quality && !data, "one sample, no data");
    must(wanted->Format == DXGI_FORMAT_B8G8R8A8_UNORM, "BGRA");
    *out = (ID3D11Texture2D *)make_texture(wanted->Width, wanted->Height);
    return S_OK;
}

static ID3D11DeviceVtbl device_table = {.Release = (void *)release, .CreateTexture2D = (void *)create_texture};

static HRESULT STDMETHODCALLTYPE map(void *self, ID3D11Resource *what, UINT part, D3D11_MAP how, UINT flags,
                                     D3D11_MAPPED_SUBRESOURCE *out) {
    (void)self;
    must(what && !part && how == D3D11_MAP_READ && !flags && !maps, "Map");
    maps = 1;
    out->pData = ((Thing *)what)->pixels;
    out->RowPitch = PITCH;
    out->DepthPitch = 0;
    return S_OK;
}

static void STDMETHODCALLTYPE unmap(void *self, ID3D11Resource *what, UINT part) {
    (void)self;
    must(what && !part && maps, "Unmap");
    maps = 0;
}

static void STDMETHODCALLTYPE copy_region(void *self, ID3D11Resource *to, UINT to_part, UINT x, UINT y, UINT z,
                                          ID3D11Resource *from, UINT from_part, const D3D11_BOX *box) {
    (void)self;
    must(!to_part && !from_part && !z && box && !box->front && box->back == 1 && !maps, "CopySubresourceRegion");
    must(x == box->left && y == box->top && box->right <= ((Thing *)from)->width && box->bottom <= ((Thing *)from)->height,
         "a rectangle inside, to the same place");
    for (UINT row = box->top; row < box->bottom; row++)
        memcpy(((Thing *)to)->pixels + row * PITCH + 4 * x, ((Thing *)from)->pixels + row * PITCH + 4 * x, 4 * (box->right - x));
}

static void STDMETHODCALLTYPE copy_all(void *self, ID3D11Resource *to, ID3D11Resource *from) {
    (void)self;
    must(to && from && to != from && ((Thing *)to)->height == ((Thing *)from)->height && !maps, "CopyResource");
    memcpy(((Thing *)to)->pixels, ((Thing *)from)->pixels, ((Thing *)to)->height * PITCH);
}

static ID3D11DeviceContextVtbl context_table = {
    .Release = (void *)release, .Map = (void *)map, .Unmap = (void *)unmap,
    .CopySubresourceRegion = (void *)copy_region, .CopyResource = (void *)copy_all};

static HRESULT STDMETHODCALLTYPE describe_output(void *self, DXGI_OUTPUT_DESC *out) {
    int turned = ((Thing *)self)->output == 1;
    RECT place = {-10, -20, WIDTH - 10, HEIGHT - 20}, turned_place = {WIDTH - 10, -20, WIDTH - 10 + TURNED_HEIGHT, TURNED_WIDTH - 20};
    memset(out, 0, sizeof *out);
    out->DesktopCoordinates = turned ? turned_place : place;
    out->AttachedToDesktop = ((Thing *)self)->output < 2;
    out->Rotation = turned ? DXGI_MODE_ROTATION_ROTATE90 : DXGI_MODE_ROTATION_IDENTITY;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE duplicate(void *self, IUnknown *device, IDXGIOutputDuplication **out) {
    must(((Thing *)device)->table == &device_table, "DuplicateOutput wants the device");
    *out = (IDXGIOutputDuplication *)make(&duplication_table, ((Thing *)self)->output);
    return S_OK;
}

static IDXGIOutput1Vtbl output_table = {.QueryInterface = (void *)query, .Release = (void *)release,
                                        .GetDesc = (void *)describe_output, .DuplicateOutput = (void *)duplicate};

static HRESULT STDMETHODCALLTYPE enum_outputs(void *self, UINT number, IDXGIOutput **out) {
    (void)self;
    if (number > 2) return DXGI_ERROR_NOT_FOUND;
    *out = (IDXGIOutput *)make(&output_table, (int)number);
    return S_OK;
}

static IDXGIAdapter1Vtbl adapter_table = {.Release = (void *)release, .EnumOutputs = (void *)enum_outputs};

static HRESULT STDMETHODCALLTYPE enum_adapters(void *self, UINT number, IDXGIAdapter1 **out) {
    (void)self;
    if (number > 0) return DXGI_ERROR_NOT_FOUND;
    *out = (IDXGIAdapter1 *)make(&adapter_table, 0);
    return S_OK;
}

static IDXGIFactory1Vtbl factory_table = {.Release = (void *)release, .EnumAdapters1 = (void *)enum_adapters};

__declspec(dllexport) HRESULT WINAPI CreateDXGIFactory1(REFIID wanted, void **out) {
    must(IsEqualGUID(wanted, &IID_IDXGIFactory1), "CreateDXGIFactory1");
    *out = make(&factory_table, 0);
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI D3D11CreateDevice(IDXGIAdapter *adapter, D3D_DRIVER_TYPE type, HMODULE module, UINT flags,
                                                       const D3D_FEATURE_LEVEL *levels, UINT count, UINT version,
                                                       ID3D11Device **device, D3D_FEATURE_LEVEL *level, ID3D11DeviceContext **context) {
    must(((Thing *)adapter)->table == &adapter_table && type == D3D_DRIVER_TYPE_UNKNOWN && !module && !flags, "D3D11CreateDevice");
    must(!levels && !count && version == D3D11_SDK_VERSION && device && !level && context, "D3D11CreateDevice");
    *device = (ID3D11Device *)make(&device_table, 0);
    *context = (ID3D11DeviceContext *)make(&context_table, 0);
    return S_OK;
}

__declspec(dllexport) LONG living_objects(void) { return living; }
